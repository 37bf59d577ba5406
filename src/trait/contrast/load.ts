import { fileURLToPath } from "node:url";
import { usage } from "../../base/errors.ts";
import { nearestNames } from "../../base/text/nearest.ts";
import { poleKey, poles, traits } from "../framework.ts";
import { findTrait, legalTraits } from "../parse.ts";
import { readContrastTrait } from "./read-file.ts";
import type { ContrastTrait } from "./types.ts";

const others = ["sycophantic", "hallucinating", "evil", "apathetic", "humorous", "impolite", "optimistic"] as const;

/** The bundled traits, each in a file of its id in `data/traits/`: the ten poles of the Big Five, then seven more. */
const ids: readonly string[] = [...traits.flatMap((trait) => poles.map((pole) => `${trait}-${pole}`)), ...others];

const read = new Map<string, ContrastTrait>();

function bundled(id: string): ContrastTrait {
  const known = read.get(id);
  if (known) return known;
  const trait = readContrastTrait(fileURLToPath(new URL(`../../../data/traits/${id}.json`, import.meta.url)));
  read.set(id, trait);
  return trait;
}

/** Every bundled trait; read at the first call. */
export const contrastTraits = (): ContrastTrait[] => ids.map(bundled);

/**
 * A bundled trait by its id ("sycophantic"), its name ("sycophancy") or any name that the Big Five go by ("E-", "introversion"), or
 * the one in a file whose path ends in .json. Undefined where no bundled trait is called so. Throws "bad-input" for an unusable file.
 */
export function findContrastTrait(text: string): ContrastTrait | undefined {
  const wanted = text.trim().toLowerCase();
  if (ids.includes(wanted)) return bundled(wanted);
  const pole = findTrait(wanted);
  if (pole) return bundled(poleKey(pole).replace("/", "-"));
  if (wanted.endsWith(".json")) return readContrastTrait(text.trim());
  return contrastTraits().find(({ name }) => name === wanted);
}

/** {@link findContrastTrait}. Throws "usage" with the nearest names and the legal ones where there is none. */
export function contrastTrait(text: string): ContrastTrait {
  const found = findContrastTrait(text);
  if (found) return found;
  const near = nearestNames(text.trim().toLowerCase(), [
    ...new Set(contrastTraits().flatMap(({ id, name }) => [id, name])),
  ]);
  throw usage(
    `There is no bundled trait "${text}": nearest are ${near.join(", ")}. ${legalTraits} Others are ${others.join(", ")}; any other can be read from a .json file (data/traits/README.md shows the form).`,
  );
}
