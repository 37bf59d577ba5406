import { f32, type HostTensor } from "../../graph/session.ts";
import type { LoraAdapter } from "../adapter/types.ts";
import type { ModelConfig } from "../config.ts";
import { placesOf } from "./edit-graph.ts";
import { tapWidth } from "./plan.ts";
import type { AdapterStrength, Edit, EditPlan, Variant } from "./types.ts";

/**
 * The tables of {@link editedRun}: one row a variant, and in those of edits one more, the last, that does nothing, for tokens that are left
 * alone.
 */
export function editTables(
  variants: readonly Variant[],
  plan: EditPlan,
  config: ModelConfig,
  adapters: readonly LoraAdapter[],
): Record<string, HostTensor> {
  const tables: Record<string, HostTensor> = {};
  for (const [tap, kinds] of Object.entries(plan.taps)) {
    if (kinds.length === 0) continue;
    const width = tapWidth(tap, config);
    const rows = variants.length + 1;
    const table = (part: string, columns: number, value: number) => {
      const data = new Float32Array(rows * columns).fill(value);
      tables[`edit.${tap}.${part}`] = f32(data, [rows, columns]);
      return data;
    };
    const keep = table("keep", width, 1);
    const take = table("take", width, 0);
    const shift = table("shift", width, 0);
    const holds = Array.from({ length: plan.holds }, (_, k) => ({
      direction: table(`direction.${k}`, width, 0),
      low: table(`low.${k}`, 1, Number.NEGATIVE_INFINITY),
      high: table(`high.${k}`, 1, Number.POSITIVE_INFINITY),
    }));
    for (const [row, { edits = [] }] of variants.entries()) {
      let held = 0;
      for (const edit of inOrder(edits.filter((one) => one.tap === tap)))
        if (edit.kind === "hold") {
          const { direction, low, high } = holds[held++]!;
          direction.set(edit.direction, row * width);
          low[row] = edit.low;
          high[row] = edit.high;
        } else {
          const of = (data: Float32Array) => data.subarray(row * width, (row + 1) * width);
          write(edit, { keep: of(keep), take: of(take), shift: of(shift) });
        }
    }
  }
  for (const [i, adapter] of adapters.entries()) {
    const width = plan.byPlace ? placesOf(adapter).length * adapter.rank : 1;
    const data = Float32Array.from(variants.flatMap(({ adapters: own }) => strengths(own?.[i] ?? 0, adapter, plan)));
    tables[`strength.${i}`] = f32(data, [variants.length, width]);
  }
  return tables;
}

const order: readonly Edit["kind"][] = ["scale", "set", "take", "add", "hold"];
const inOrder = (edits: readonly Edit[]) => edits.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));

function write(
  edit: Exclude<Edit, { kind: "hold" }>,
  { keep, take, shift }: { keep: Float32Array; take: Float32Array; shift: Float32Array },
): void {
  if (edit.kind === "add") {
    for (const [i, value] of edit.vector.entries()) shift[i] = shift[i]! + value;
    return;
  }
  const units = edit.units === "all" ? keep.keys() : edit.units.values();
  let i = 0;
  for (const unit of units) {
    if (edit.kind === "scale") keep[unit] = keep[unit]! * edit.factor;
    else if (edit.kind === "set") {
      keep[unit] = 0;
      shift[unit] = edit.values[i]!;
    } else {
      const share = edit.share ?? 1;
      keep[unit] = keep[unit]! * (1 - share);
      shift[unit] = shift[unit]! * (1 - share);
      take[unit] = share;
    }
    i++;
  }
}

function strengths(strength: AdapterStrength, adapter: LoraAdapter, { byPlace }: EditPlan): number[] {
  if (!byPlace) return [typeof strength === "number" ? strength : strength.default];
  const { rank } = adapter;
  return placesOf(adapter).flatMap((place) => {
    const own = typeof strength === "number" ? strength : (strength.places[place] ?? strength.default);
    return typeof own === "number" ? Array.from({ length: rank }, () => own) : own;
  });
}
