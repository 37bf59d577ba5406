import { badInput, type TraitlabError } from "../../base/errors.ts";

/** The "bad-input" error of a model whose logits are NaN or infinite. */
export const logitsNotFinite = (): TraitlabError =>
  badInput(
    "the model's logits are not finite numbers: its weights or its adapter are damaged or too large; " +
      "load the file again, or tune the adapter at a lower learning rate",
  );
