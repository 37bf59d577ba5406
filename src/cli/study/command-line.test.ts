import { expect, test } from "vitest";
import { finetuneOptions } from "../../induce/finetune/options.ts";
import { studyCommandLine } from "./command-line.ts";

const { seed: _seed, silent: _silent, ...tuning } = finetuneOptions({});
const standard = { seeds: 1, questions: 40, topP: 0.9, exclamatory: false, temperature: [0.7] };
const config = { model: "/m/a.gguf", traits: ["extraversion/high"], ...standard, tuning };

test("says the model, the traits and whatever is not as usual, as it would be typed", () => {
  expect(studyCommandLine({ config, seed: 0 }, standard)).toBe(
    "traitlab study emoji --model /m/a.gguf --traits extraversion",
  );
  const other = {
    ...config,
    model: "/my models/it's.gguf",
    traits: ["openness/low", "extraversion/high"],
    topP: 1,
    exclamatory: true,
    temperature: [0.7, 1],
    tuning: { ...tuning, warmupRatio: 0.1, batch: 4, rsLora: true, targets: ["q_proj", "v_proj"] },
  };
  expect(studyCommandLine({ config: other, seed: 3 }, standard)).toBe(
    "traitlab study emoji --model '/my models/it'\\''s.gguf' --traits openness:low,extraversion --top-p 1 " +
      "--exclamatory --temperature 0.7,1 --rs-lora --targets q_proj,v_proj --warmup 0.1 --tune-batch 4 --seed 3",
  );
});
