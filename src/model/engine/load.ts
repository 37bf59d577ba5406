import { badInput } from "../../base/errors.ts";
import type { TaskContext } from "../../graph/engine/task.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { EditedSpec } from "../edit/types.ts";
import type { PrefixSpec } from "../prefix/spec.ts";
import { type ModelSource, openModel } from "../source.ts";
import type { Steer } from "../steering/types.ts";
import { chatTemplateFromFiles, chatTemplateFromGguf } from "../tokenizer/chat-template.ts";
import { checkedTemplate } from "../tokenizer/check-template.ts";
import { tokenizerFromFiles } from "../tokenizer/files.ts";
import { readTokenizerFiles } from "../tokenizer/folder.ts";
import { tokenizerFromGguf } from "../tokenizer/gguf-tokenizer.ts";
import { type SystemTemplate, withSystemPlace } from "../tokenizer/system-place.ts";
import type { ChatTemplate, Tokenizer } from "../tokenizer/types.ts";
import { prepareWeights } from "../weights/prepare.ts";
import type { WeightPrecision, Weights } from "../weights/types.ts";

/** Which model an engine is to use, and how: plain data that crosses processes. */
export interface ModelSpec {
  /** Absolute path of a GGUF file or a Hugging Face folder. */
  path: string;
  /** Where repacked weights are kept. */
  cacheDir: string;
  precision: WeightPrecision;
  /** With precision nf4: quantise the blocks' absmax values as well (QLoRA's double quantisation); false where left out. */
  doubleQuant?: boolean;
  accuracy: Accuracy;
  /** Absolute path of a PEFT folder to run with. */
  adapter?: string;
  /** What vectors do to the residual stream in every run. */
  steering?: readonly Steer[];
  /** What stands before every text. */
  prefix?: PrefixSpec;
  /** Run as variants, edited at taps and with adapters at some strength, beside `adapter` and `steering`, which act on all of them. */
  edits?: EditedSpec;
}

/** A model in an engine: what its files say, its tokenizer and its weights (mapped, not read). */
export interface LoadedModel {
  source: ModelSource;
  tokenizer: Tokenizer;
  /** Throws "bad-input" where the model has none. */
  template(): SystemTemplate;
  weights: Weights;
}

/** What opening a model needs of a task. */
export type Needs = Pick<TaskContext, "resources" | "threads" | "signal">;

/** The model of a spec, loaded once an engine. */
export function loadModel(
  { path, cacheDir, precision, doubleQuant = false, accuracy }: ModelSpec,
  { resources, signal }: Needs,
): Promise<LoadedModel> {
  const exact = precision === "native" && accuracy === "f32";
  return resources.get(`model ${precision} ${doubleQuant} ${exact} ${path}`, async () => {
    const source = await openModel(path);
    const weights = await prepareWeights(source, { precision, doubleQuant, exact, cacheDir, signal });
    return { source, weights, ...(await readText(source)) };
  });
}

/** Tokenizer and chat template of a model's files; the template is asked for only by chats. */
export async function readText(source: ModelSource): Promise<Pick<LoadedModel, "tokenizer" | "template">> {
  if (source.kind === "gguf") {
    const tokenizer = tokenizerFromGguf(source.metadata);
    return { tokenizer, template: once(() => usable(chatTemplateFromGguf(source.metadata), tokenizer)) };
  }
  const files = await readTokenizerFiles(source.path);
  const tokenizer = tokenizerFromFiles(files);
  return { tokenizer, template: once(() => usable(chatTemplateFromFiles(files), tokenizer)) };
}

const usable = (template: ChatTemplate, tokenizer: Tokenizer): SystemTemplate =>
  checkedTemplate(withSystemPlace(template), tokenizer);

/** Compiles a template at its first use; asked again, gives the same one. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The ids that end a response; throws where a model names none. */
export function endsOf({ tokenizer, source }: LoadedModel): readonly number[] {
  if (tokenizer.ends.length === 0)
    throw badInput(`${source.path} names no token that ends a text: a response would never end`);
  return tokenizer.ends;
}
