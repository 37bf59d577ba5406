import { badInput } from "../../base/errors.ts";
import { nearestNames } from "../../base/text/nearest.ts";
import { tapNames } from "../capture/tap-names.ts";
import type { ModelConfig } from "../config.ts";
import type { Edit, EditKind, EditPlan, Variant } from "./types.ts";

/** Width of a tap: neurons of the MLP, or dimensions of the residual stream. */
export const tapWidth = (tap: string, { dMlp, dModel }: Pick<ModelConfig, "dMlp" | "dModel">): number =>
  tap.endsWith(".mlp.act") ? dMlp : dModel;

/** The least that a session must be able to do to run these variants. */
export function planOf(variants: readonly Variant[], adapters: readonly string[]): EditPlan {
  const taps: Record<string, EditKind[]> = {};
  let holds = 0;
  for (const { edits = [] } of variants) {
    const here: Record<string, number> = {};
    for (const { tap, kind } of edits) {
      taps[tap] ??= [];
      if (!taps[tap].includes(kind)) taps[tap].push(kind);
      if (kind === "hold") here[tap] = (here[tap] ?? 0) + 1;
    }
    holds = Math.max(holds, ...Object.values(here));
  }
  const byPlace = variants.some(({ adapters: own = [] }) => own.some((strength) => typeof strength !== "number"));
  return { taps, holds, adapters, byPlace };
}

/**
 * Throws "bad-input" for a variant that the model cannot run: a tap that it has not (with the nearest names), a unit or a vector that does
 * not fit the tap, a direction that is not of length 1, a number that is not finite where it must be, an id that comes twice.
 */
export function checkVariants(
  variants: readonly Variant[],
  config: Pick<ModelConfig, "layers" | "dMlp" | "dModel">,
): void {
  const ids = new Set<string>();
  for (const { id, edits = [] } of variants) {
    if (ids.has(id)) throw badInput(`Two interventions are called "${id}": give each a name of its own.`);
    ids.add(id);
    for (const edit of edits) checkEdit(id, edit, config);
  }
}

function checkEdit(id: string, edit: Edit, config: Pick<ModelConfig, "layers" | "dMlp" | "dModel">): void {
  const { tap, kind } = edit;
  const taps = editableTaps(config.layers);
  if (!taps.includes(tap))
    throw badInput(
      `Intervention "${id}" edits a tap "${tap}", which the model has not: nearest are ${nearestNames(tap, taps).join(", ")}.`,
    );
  const width = tapWidth(tap, config);
  const bad = (what: string) => badInput(`Intervention "${id}", ${kind} at ${tap}: ${what}`);
  if ("units" in edit && edit.units !== "all") {
    const outside = edit.units.find((unit) => !(Number.isInteger(unit) && unit >= 0 && unit < width));
    if (outside !== undefined) throw bad(`there is no unit ${outside}; it has units 0 to ${width - 1}.`);
    if (new Set(edit.units).size !== edit.units.length) throw bad("a unit is named twice.");
  }
  if (kind === "set" && edit.values.length !== edit.units.length)
    throw bad(`${edit.units.length} units are to be set to ${edit.values.length} values: give one for each.`);
  const numbers =
    kind === "set" ? edit.values : kind === "scale" ? [edit.factor] : kind === "take" ? [edit.share ?? 1] : [];
  if (!numbers.every(Number.isFinite)) throw bad("a value is not a finite number.");
  if (kind !== "add" && kind !== "hold") return;
  const vector = kind === "add" ? edit.vector : edit.direction;
  if (vector.length !== width) throw bad(`the vector has ${vector.length} entries and the tap ${width}.`);
  if (!vector.every(Number.isFinite)) throw bad("the vector holds a number that is not finite.");
  if (kind === "add") return;
  const norm = Math.hypot(...vector);
  if (Math.abs(norm - 1) > 1e-3) throw bad(`the direction has length ${norm}: it must have length 1.`);
  if (Number.isNaN(edit.low) || Number.isNaN(edit.high) || edit.low > edit.high)
    throw bad(`no number lies between ${edit.low} and ${edit.high}.`);
}

/** Taps that can be edited: all but the logits. */
export const editableTaps = (layers: number): string[] => tapNames(layers).filter((tap) => tap !== "logits");
