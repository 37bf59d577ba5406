import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { canonicalJson } from "../../base/json.ts";
import type { ModelConfig } from "../config.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import { writeSafetensors } from "../safetensors/write.ts";
import { prefixWidth, type TraitPrefix } from "./types.ts";

/** A prefix's file in a persona's folder. */
export const prefixFile = "psychadapter.safetensors";

/** What a file's metadata say that it is. */
const format = "traitlab psychadapter";

/** What is known of a prefix beside its numbers. */
export interface PrefixAbout {
  /** The model that it was trained for. */
  model: { name: string; sha256: string };
  /** Who told the scores of the training texts, and on which scale. */
  scores: string;
}

const aboutSchema = z.object({
  schema: z.literal(1),
  /** Rows of W and b, from the slowest. */
  rows: z.literal("layer, key before value, key/value head, entry"),
  model: z.object({ name: z.string(), sha256: z.string() }),
  scores: z.string(),
  traits: z
    .array(z.object({ name: z.string().min(1), mean: z.number(), deviation: z.number().positive() }))
    .min(1)
    .refine((traits) => new Set(traits.map(({ name }) => name)).size === traits.length, "a trait stands there twice"),
});

/** Writes `weight` [width, traits] and `bias` [width]; equal prefixes give equal bytes. Throws as `writeSafetensors` does. */
export async function writePrefix(
  path: string,
  { traits, weight, bias }: TraitPrefix,
  about: PrefixAbout,
): Promise<void> {
  const rows = "layer, key before value, key/value head, entry";
  const text = canonicalJson(aboutSchema.parse({ schema: 1, rows, ...about, traits }));
  const tensors = new Map([
    ["weight", { shape: [bias.length, traits.length], values: weight }],
    ["bias", { shape: [bias.length], values: bias }],
  ]);
  await writeSafetensors(path, tensors, { format, about: text });
}

/**
 * Reads a prefix for a model of this shape; whether it is the very model is the persona's to say. Throws "bad-input" where the file is absent,
 * damaged or something else, for tensors of another shape, and for a number that is not finite.
 */
export async function readPrefix(path: string, config: ModelConfig): Promise<TraitPrefix & { about: PrefixAbout }> {
  const { tensors, metadata } = await loadSafetensors(path);
  if (metadata.format !== format)
    throw badInput(
      `${path} is no prefix of a PsychAdapter (its metadata lack format "${format}"): give one that traitlab wrote.`,
    );
  const { traits, model, scores } = aboutOf(path, metadata.about ?? "");
  const width = prefixWidth(config);
  const take = (name: string, shape: readonly number[]) => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join())
      throw badInput(
        `${path}: "${name}" has the shape [${tensor?.shape.join(", ") ?? "none"}], and this model and these traits need [${shape.join(", ")}]: it belongs to another model.`,
      );
    if (!tensor.values.every(Number.isFinite)) throw badInput(`${path}: "${name}" holds a number that is not finite.`);
    return tensor.values;
  };
  const [weight, bias] = [take("weight", [width, traits.length]), take("bias", [width])];
  return { traits, weight, bias, about: { model, scores } };
}

function aboutOf(path: string, text: string): z.output<typeof aboutSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badInput(`${path} does not say what it is of (its "about" is no JSON): train it again.`, cause);
  }
  const parsed = aboutSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path: place, message } = parsed.error.issues[0]!;
  throw badInput(`${path} does not say rightly what it is of ("${place.join(".")}": ${message}): train it again.`);
}
