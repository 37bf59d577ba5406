import { judgeMethods } from "../../measure/judge/judge.ts";
import { flag, parameter, under } from "../command.ts";
import { integer, type Kind, oneOf, path, text } from "../kinds.ts";
import { measureOptions } from "../measure/options.ts";
import { modelName } from "../model-name.ts";
import { modelOption, threadsOption } from "../open-model.ts";

/** Layers as people write them, "4-12,20": ascending, each once. */
export const layerList: Kind<number[]> = {
  takes: "layers from 0 with commas between them, and ranges: 4-12,20",
  read(given) {
    const layers = given.split(",").map((part) => {
      const [, first, last = first] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
      const [from, to] = [Number(first), Number(last)];
      return to - from < 4096 ? Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i) : [];
    });
    if (layers.some(({ length }) => length === 0)) return undefined;
    return [...new Set(layers.flat())].sort((a, b) => a - b);
  },
};

/** Options of every command about vectors. */
export const vectorOptions = {
  model: modelOption,
  out: measureOptions.out,
  layers: parameter("--layers <list>", "of the model: 4-12,20 (default: all)", layerList),
  accuracy: measureOptions.accuracy,
  batch: measureOptions.batch,
  threads: threadsOption,
  fresh: measureOptions.fresh,
};

/** A trait that is bundled or in a file. */
export const traitOption = parameter(
  "-t, --trait <trait>",
  "E, openness:low, sycophantic ..., or a trait file (.json)",
  text,
);

/** A file of a vector, or the folder that `vector extract` made. */
export const vectorOption = parameter("--vector <file>", "what vector extract or import made: file or folder", path);

export const forceOption = flag("--force", "take vectors of another model, if their shapes fit");

/** Who says how strongly an answer shows the trait: a model, or one of two words. */
export type WhoScores = { by: "judge"; model: string } | { by: "classifier" } | { by: "none" };

const whoScores: Kind<WhoScores> = {
  takes: `${modelName.takes}, classifier, or none`,
  read(given) {
    if (given === "classifier" || given === "none") return { by: given };
    const model = modelName.read(given);
    return model === undefined ? undefined : { by: "judge", model };
  },
};

/** Who scores answers for a trait and for coherence: options of every command that makes a `TraitScorer`. */
export const scorerOptions = under("Scores of answers", {
  judge: parameter("--judge <who>", "a model as -m takes it, classifier (Big Five), or none", whoScores),
  judgeBy: parameter("--judge-by <how>", "expected (value), or sampled (default: as can be)", oneOf(judgeMethods)),
  judgeTokens: parameter(
    "--judge-tokens <n>",
    "longest answer of a sampled judge",
    integer({ min: 1, max: 32_768 }),
    32,
  ),
  coherence: parameter(
    "--coherence <how>",
    "judge, fluency (probability under the model), none",
    oneOf(["judge", "fluency", "none"] as const),
  ),
});
