import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "../../run/manifest.ts";
import { explanationParts } from "../../study/emoji/explain/parts.ts";
import { embedded } from "../model-name.ts";

/** Options whose name differs from their key in the config; the rest are the key with hyphens. */
const names: Record<string, string> = {
  warmupRatio: "warmup",
  clipNorm: "clip",
};

/** Keys of the tuning part that are options of the study under the same name, less those that stand for something else there. */
const tuningNames: Record<string, string> = { ...names, batch: "tune-batch" };

/** A command line that gives a study's run again: the model, and whatever is not as usual for it. */
export function studyCommandLine(
  { command, config, seed }: Pick<Manifest, "command" | "config" | "seed">,
  usual: { tuning: object },
): string {
  const { model, traits, tuning, ...given } = config as Record<string, unknown> & { traits: string[] };
  const { tuning: usualTuning, ...usualPlain } = usual as Record<string, unknown>;
  const shortTraits = traits.length === 0 ? "none" : traits.map((key) => key.replace(/\/high$/, "").replace("/", ":"));
  return [
    `traitlab ${command}`,
    ...(model === embedded ? [] : [option("model", model)]),
    ...(model === embedded && isDeepStrictEqual(traits, usualPlain.traits) ? [] : [option("traits", shortTraits)]),
    ...unusual(named(given), named(usualPlain), names),
    ...unusual(tuning as Record<string, unknown>, usualTuning as Record<string, unknown>, tuningNames),
    ...(seed === 0 ? [] : [option("seed", seed)]),
  ].join(" ");
}

/** Options of a config that are not as usual, by its keys or the names given for them. */
export function unusual(
  config: Record<string, unknown>,
  standard: Record<string, unknown>,
  renamed: Record<string, string> = {},
): string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    if (value === undefined || value === null || JSON.stringify(value) === JSON.stringify(standard[key])) return [];
    if (Array.isArray(value) && value.length === 0) return [];
    const name = renamed[key] ?? key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [option(name, value)].filter((text) => text !== "");
  });
}

export function option(name: string, value: unknown): string {
  if (typeof value === "boolean") return value ? `--${name}` : "";
  return `--${name} ${quoted(Array.isArray(value) ? value.join(",") : String(value))}`;
}

/** As a shell wants it. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A study's config with the words for all parts of the explanation, and for none. */
function named(config: Record<string, unknown>): Record<string, unknown> {
  const { explain } = config;
  if (!Array.isArray(explain)) return config;
  if (explain.length === 0) return { ...config, explain: "none" };
  return explain.length === explanationParts.length ? { ...config, explain: "all" } : config;
}
