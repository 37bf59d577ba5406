import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { z } from "zod";
import { badInput, usage } from "../base/errors.ts";
import type { GuardRequest, Unit } from "../induce/finetune/guard/guard.ts";
import { parameter, under, type Values } from "./command.ts";
import { decimal, integer, listOf, path, text } from "./kinds.ts";
import { vectorPath } from "./vector/open.ts";

/** What tuning is kept from learning: one of the three, which acts while tuning and is taken away afterwards. */
export const guardOptions = under("Guards: in force while tuning, then taken away", {
  prevent: parameter(
    "--prevent <file>",
    "steer along a vector (a file, or its folder), so that it is not learned",
    path,
  ),
  ablate: parameter("--ablate <file>", "take a vector out of the residual stream (CAFT)", path),
  penalise: parameter("--penalise <units>", "hold MLP units at their base mean: 3:17,3:90, or a JSON file", text),
  guardLayers: parameter(
    "--guard-layers <l,m>",
    "of the vector: one, or several, of which each adds what is new (default: all that it has)",
    listOf(integer({ min: 0 })),
  ),
  guardStrength: parameter(
    "--guard-strength <x>",
    "times --prevent's vector as it is, or the penalty (default: 1)",
    decimal({ min: -1e6, max: 1e6 }),
  ),
});

type Given = Values<typeof guardOptions>;

/** The guard asked for. Throws "usage" for two, or for what belongs to none; "bad-input" for units that cannot be read. */
export function guardOf(given: Given): GuardRequest | undefined {
  const { prevent, ablate, penalise, guardLayers: layers, guardStrength: strength } = given;
  const kinds = Object.entries({ "--prevent": prevent, "--ablate": ablate, "--penalise": penalise });
  const typed = kinds.flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (typed.length > 1) throw usage(`${typed.join(" and ")} are guards of their own: give one of them.`);
  const alone = (name: string) => usage(`${name} says how a guard acts, and ${typed[0] ?? "none"} was given.`);
  if (layers !== undefined && prevent === undefined && ablate === undefined) throw alone("--guard-layers");
  if (strength !== undefined && prevent === undefined && penalise === undefined) throw alone("--guard-strength");
  if (prevent !== undefined) return { kind: "steer", file: fileOf(prevent), strength: strength ?? 1, layers };
  if (ablate !== undefined) return { kind: "ablate", file: fileOf(ablate), layers };
  if (penalise === undefined) return undefined;
  if (strength !== undefined && strength < 0)
    throw usage(`--guard-strength of a penalty takes a number from 0, not "${strength}".`);
  return { kind: "penalise", units: unitsOf(penalise), strength: strength ?? 1 };
}

/** A folder stands for the vector that `vector extract` left in it. */
const fileOf = (given: string): string =>
  statSync(given, { throwIfNoEntry: false })?.isDirectory() ? vectorPath(given) : given;

const unitsSchema = z.array(z.object({ layer: z.int().min(0), unit: z.int().min(0) }));

/** "3:17,3:90", or a JSON file with a list of objects of `layer` and `unit`. */
export function unitsOf(given: string): Unit[] {
  const parts = given.split(",").map((part) => /^\s*(\d+):(\d+)\s*$/.exec(part));
  if (parts.every((part) => part !== null))
    return parts.map((part) => ({ layer: Number(part[1]), unit: Number(part[2]) }));
  const file = resolve(given);
  if (!existsSync(file))
    throw usage(
      `--penalise takes units as LAYER:UNIT with commas between them, or a JSON file; "${given}" is neither.`,
    );
  const parsed = unitsSchema.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  throw badInput(
    `${file} is no list of units (${parsed.error.issues[0]!.message}): give a JSON list like [{"layer": 3, "unit": 17}].`,
  );
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw badInput(`${basename(file)} is not JSON: give a list like [{"layer": 3, "unit": 17}].`, cause);
  }
}
