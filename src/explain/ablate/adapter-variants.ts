import { projections } from "../../model/config.ts";
import { placeName, type Variant } from "../../model/edit/types.ts";
import { type ArmPair, adaptersOf, strengthsOf } from "./pair.ts";

/** A part of the persona's adapter, left out or kept alone. */
export interface AdapterPart {
  id: string;
  label: string;
  part: "layer" | "projection" | "block" | "components";
  how: "without" | "only";
  variant: Variant;
}

interface AdapterShape {
  layers: number;
  rank: number;
  targets: readonly string[];
}

/**
 * The persona with parts of its adapter left out and with those parts alone: each layer, each projection, attention and MLP, and the strongest
 * singular directions of every place's update (the session must have adapters in components). A LoRA is a sum, so each part is its own.
 */
export function adapterParts(pair: ArmPair, { layers, rank, targets }: AdapterShape): AdapterPart[] {
  const own = projections.filter((name) => targets.includes(name));
  const places = Array.from({ length: layers }, (_, layer) => own.map((name) => ({ layer, name })));
  const all = places.flat();
  const parts: Omit<AdapterPart, "id" | "how" | "variant">[] = [];
  const chosen: ((place: { layer: number; name: string }) => boolean)[] = [];
  const add = (part: AdapterPart["part"], label: string, of: (place: { layer: number; name: string }) => boolean) => {
    parts.push({ part, label });
    chosen.push(of);
  };
  for (let layer = 0; layer < layers; layer++) add("layer", `layer ${layer}`, (place) => place.layer === layer);
  for (const name of own) add("projection", name, (place) => place.name === name);
  const attention = (place: { name: string }) => /^[qkvo]_proj$/.test(place.name);
  if (own.some((name) => attention({ name })) && own.some((name) => !attention({ name }))) {
    add("block", "attention", attention);
    add("block", "MLP", (place) => !attention(place));
  }
  const whole = parts.flatMap(({ part, label }, i) =>
    (["without", "only"] as const).map((how) => {
      const strengths = Object.fromEntries(
        all
          .filter((place) => chosen[i]!(place))
          .map(({ layer, name }) => [placeName(layer, name), how === "only" ? 1 : 0]),
      );
      return planned(pair, part, label, how, { default: how === "only" ? 0 : 1, places: strengths });
    }),
  );
  const counts = Array.from({ length: Math.ceil(Math.log2(rank)) }, (_, i) => 2 ** i);
  const components = counts.flatMap((count) =>
    (["without", "only"] as const).map((how) => {
      const kept = Array.from({ length: rank }, (_, k) => +(k < count === (how === "only")));
      const strengths = Object.fromEntries(all.map(({ layer, name }) => [placeName(layer, name), kept]));
      const label = count === 1 ? "the first singular direction" : `the first ${count} singular directions`;
      return planned(pair, "components", label, how, { default: 0, places: strengths }, count);
    }),
  );
  return [...whole, ...components];
}

function planned(
  pair: ArmPair,
  part: AdapterPart["part"],
  label: string,
  how: AdapterPart["how"],
  strength: { default: number; places: Record<string, number | number[]> },
  count?: number,
): AdapterPart {
  const id = `adapter/${part}/${count ?? label.replaceAll(" ", "-")}/${how}`;
  const { adapter } = pair.persona.respondent.local.spec;
  const adapters = strengthsOf(pair, "persona").map((own, i) => (adaptersOf(pair)[i] === adapter ? strength : own));
  return { id, label, part, how, variant: { id, adapters } };
}
