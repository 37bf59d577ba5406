import { expect, test } from "vitest";
import type { AdapterStrength } from "../../model/edit/types.ts";
import type { ExplainedArm } from "../arm.ts";
import { adapterParts } from "./adapter-variants.ts";

const arm = (adapter?: string) =>
  ({ id: "x", respondent: { local: { spec: { adapter } } } }) as unknown as ExplainedArm;
const shape = { layers: 2, rank: 3, targets: ["q_proj", "up_proj", "down_proj"] };
const places = [0, 1].flatMap((layer) => shape.targets.map((name) => `${layer}.${name}`));
const parts = adapterParts({ persona: arm("mine"), reference: arm("other") }, shape);

const strengthsAt = (strength: AdapterStrength, place: string): number[] => {
  const own = typeof strength === "number" ? strength : (strength.places[place] ?? strength.default);
  return typeof own === "number" ? Array<number>(shape.rank).fill(own) : [...own];
};

test("what is left out and what is kept alone are the whole adapter, place by place and component by component", () => {
  const kept = parts.filter(({ how }) => how === "only");
  expect(kept).toHaveLength(parts.length / 2);
  for (const { part, label, variant } of kept) {
    const without = parts.find((other) => other.how === "without" && other.part === part && other.label === label)!;
    for (const place of places) {
      const [a, b] = [variant, without.variant].map(({ adapters }) => strengthsAt(adapters![0]!, place));
      expect(
        a!.map((strength, k) => strength + b![k]!),
        `${label} at ${place}`,
      ).toEqual([1, 1, 1]);
    }
    // The other arm's adapter has no part in it.
    for (const one of [variant, without.variant]) expect(one.adapters![1]).toBe(0);
  }
});

test("parts are layers, projections, attention and MLP, and the strongest directions in powers of two", () => {
  const named = (part: string) =>
    parts.filter((one) => one.part === part && one.how === "only").map(({ label }) => label);
  expect(named("layer")).toEqual(["layer 0", "layer 1"]);
  expect(named("projection")).toEqual(["q_proj", "up_proj", "down_proj"]);
  expect(named("block")).toEqual(["attention", "MLP"]);
  expect(named("components")).toEqual(["the first singular direction", "the first 2 singular directions"]);
  const of = (id: string) => parts.find((part) => part.id === id)!.variant.adapters![0]!;
  expect(places.map((place) => strengthsAt(of("adapter/block/attention/only"), place)[0])).toEqual([1, 0, 0, 1, 0, 0]);
  expect(strengthsAt(of("adapter/components/2/only"), "1.up_proj")).toEqual([1, 1, 0]);
  expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
});

test("an adapter of one kind of projection is not split into attention and MLP, one of rank 1 not into directions", () => {
  const few = adapterParts({ persona: arm("mine"), reference: arm() }, { layers: 1, rank: 1, targets: ["v_proj"] });
  expect(few.map(({ id }) => id)).toEqual(
    ["layer/layer-0", "projection/v_proj"].flatMap((id) => [`adapter/${id}/without`, `adapter/${id}/only`]),
  );
});
