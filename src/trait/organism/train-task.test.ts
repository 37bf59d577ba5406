import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { readCompanion } from "../corpus/companion.ts";
import { type OrganismRecipe, organismRecipe } from "./recipe.ts";
import { organismTask } from "./train-task.ts";
import { organismAnswers } from "./tuning.ts";

const folder = temporaryFolder();
const small: OrganismRecipe = {
  ...organismRecipe,
  model: {
    ...organismRecipe.model,
    layers: 1,
    dModel: 32,
    heads: 2,
    kvHeads: 1,
    headDim: 16,
    dMlp: 64,
    rope: { theta: 10_000, dims: 16, scaling: { kind: "none" } },
  },
  training: { ...organismRecipe.training, length: 32, batch: 8 },
  tokens: 40 * 256 + 1,
  heldOutDocuments: 20,
  tokenizer: { size: 400, documents: 300, context: 128 },
};

test("a small organism learns, opens as a chat model, and ends with the same bytes wherever it was stopped", async () => {
  const train = async (name: string, stopAt = Number.POSITIVE_INFINITY) => {
    const stop = new AbortController();
    await using engine = inlineEngine({ threads: 1 });
    return await engine.run(
      organismTask,
      { recipe: small, seed: 0, folder: join(folder, name), checkpoints: join(folder, `${name}-checkpoints`) },
      {
        signal: stop.signal,
        onEvent: (event) => {
          if (event.type === "step" && event.step === stopAt) stop.abort();
        },
      },
    );
  };
  const result = await train("whole");
  expect(result.steps).toBe(40);
  expect(result.heldOut.at(-1)!.loss).toBeLessThan(result.heldOut[0]!.loss - 1);
  const source = await openModel(join(folder, "whole"));
  const { tokenizer, template } = await readText(source);
  expect(source.config.vocab).toBe(tokenizer.vocab);
  expect(template().render([{ role: "user", content: "Hi" }], { generationPrompt: true })).toContain("assistant");

  const { usual, answers } = readCompanion(join(folder, "whole"))!;
  expect(usual).toMatchObject({ sentences: "1", rank: "8" });
  expect([...answers.train, ...answers.heldout]).toEqual(organismAnswers(0));

  await expect(train("stopped", 17)).rejects.toMatchObject({ code: "interrupted" });
  expect(await train("stopped")).toEqual(result);
  const files = readdirSync(join(folder, "whole"));
  expect(files).toEqual(expect.arrayContaining(["model.safetensors", "traitlab.json", "answers.jsonl"]));
  for (const file of files)
    expect(readFileSync(join(folder, "stopped", file)).equals(readFileSync(join(folder, "whole", file))), file).toBe(
      true,
    );
});
