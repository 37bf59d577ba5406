import { badInput } from "../../base/errors.ts";
import { resolveTaps } from "../capture/tap-names.ts";

/** The residual stream at the embeddings and after each block. */
export const usualStreams = ["layers.0.resid_pre", "layers.*.resid_post"] as const;

/**
 * The taps that the patterns name, in the order of computing, for a logit lens. Throws "bad-input" as `resolveTaps` does, and for a tap
 * that is not the residual stream: what a block adds to the stream has no scale of its own for the final norm to undo.
 */
export function lensStreams(patterns: readonly string[], layers: number): string[] {
  const taps = resolveTaps(patterns, layers);
  const other = taps.find((tap) => !/\.resid_(?:pre|mid|post)$/.test(tap));
  if (other !== undefined)
    throw badInput(
      `a logit lens reads the residual stream, and "${other}" is not it: name resid_pre, resid_mid or resid_post, as in layers.*.resid_post.`,
    );
  return taps;
}
