import type { KindFindings, UnitFindings } from "../../../explain/neurons/findings.ts";
import type { UnitKind } from "../../../explain/neurons/units.ts";
import type { Markup } from "../../html/markup.ts";
import { linearScale } from "../../plots/scale.ts";
import { type ScatterPoint, scatter } from "../../plots/scatter.ts";
import { kindNames, signed, unitName } from "./words.ts";

const labelled = 3;

/** Each unit's change under the persona over its change under the control. */
export function changeScatter({ sentenceEnds }: KindFindings, kind: UnitKind): Markup {
  const { cloud, protocol, naive } = sentenceEnds;
  const drawn = cloud.flatMap(([persona, control]) => (control === null ? [] : [{ persona, control }]));
  const chosen = protocol.slice(0, 10).filter(({ contribution }) => contribution > 0);
  const raw = naive.slice(0, 5);
  const named = new Set(chosen.slice(0, labelled).map(unitName));
  const all = [...drawn, ...[...chosen, ...raw].map(levels)];
  const span = (of: (point: { persona: number; control: number }) => number) => {
    const values = all.map(of);
    return linearScale(Math.min(0, ...values), Math.max(0, ...values), 6);
  };
  const points: ScatterPoint[] = [
    ...drawn.map(
      ({ persona, control }): ScatterPoint => ({
        x: control,
        y: persona,
        tone: "untuned",
        mark: "disc",
        name: `${signed(persona)} under the persona, ${signed(control)} under the control`,
        faint: true,
      }),
    ),
    ...raw.map((unit, i) => pointOf(unit, "ring", "control", i < 2 && !named.has(unitName(unit)))),
    ...chosen.map((unit, i) => pointOf(unit, "diamond", "tuned", i < labelled)),
  ];
  return scatter({
    title: `Change of ${kindNames[kind]} under persona and control`,
    description: "The tables below hold the numbers of the marked units.",
    x: { title: "change under the control, deviations", scale: span(({ control }) => control), tick: String },
    y: { title: "change under the persona, deviations", scale: span(({ persona }) => persona), tick: String },
    legend: [
      { tone: "untuned", mark: "disc", label: "units drawn at random" },
      { tone: "tuned", mark: "diamond", label: "the protocol's first" },
      { tone: "control", mark: "ring", label: "largest raw changes" },
    ],
    points,
  });
}

const levels = ({ persona, control }: UnitFindings) => ({ persona: persona.value, control: control?.value ?? 0 });

function pointOf(
  unit: UnitFindings,
  mark: "ring" | "diamond",
  tone: "tuned" | "control",
  label: boolean,
): ScatterPoint {
  const { persona, control } = levels(unit);
  return {
    x: control,
    y: persona,
    tone,
    mark,
    name: `${unitName(unit)}: ${signed(persona)} under the persona, ${signed(control)} under the control`,
    ...(label && { label: `${unit.layer}.${unit.unit}` }),
    faint: false,
  };
}
