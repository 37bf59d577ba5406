import type { Estimate } from "../../src/measure/statistics/estimate.ts";
import type { Drawn } from "../../src/measure/statistics/joint.ts";
import type { TraitPoleKey } from "../../src/trait/framework.ts";
import { pearson, spearman } from "./correlation.ts";
import { type Measured, plantedPoles } from "./measure.ts";
import { answersOf, hasEmoji, pooledEsr, pooledMass, tunedAnswers } from "./rates.ts";
import type { ReadingMasses } from "./reading.ts";
import { bootstrapJointly, meanAt } from "./resample.ts";
import type { Row, Statement } from "./statement.ts";

type Thing = "questions" | "seeds" | "topics" | "poles";

/** What the untuned model's emoji mass is read from, before anything is tuned; one value a pole and question or topic. */
interface Forecast {
  what: string;
  over: "questions" | "topics";
  masses: Readonly<Record<TraitPoleKey, readonly (number | null)[]>>;
}

/** Three forecasts of which adapters will write emoji, from the untuned model's emoji mass. */
export function forecasts(measured: Measured, reading: ReadingMasses): Statement[] {
  const byPole = (of: (pole: TraitPoleKey) => readonly (number | null)[]) =>
    Object.fromEntries(plantedPoles.map((pole) => [pole, of(pole)])) as Forecast["masses"];
  const under = (inducer: string) =>
    byPole((pole) => answersOf(measured, `${inducer}/${pole}`).map(({ mass }) => mass));
  const all: Forecast[] = [
    { what: "under the persona prompt", over: "questions", masses: under("prompt") },
    { what: "after few-shot examples", over: "questions", masses: under("examples-few-shot") },
    { what: "reading the tuning answers", over: "topics", masses: byPole((pole) => reading.get(pole)!) },
  ];
  return [correlations(measured, all), byPoles(measured, all, reading)];
}

function correlations(measured: Measured, all: readonly Forecast[]): Statement {
  const rows = all.map((forecast): Row => {
    const figures = correlate(measured, forecast);
    if (forecast.over === "questions") return { what: forecast.what, figures };
    return { what: forecast.what, figures, wanted: { what: "rho with ESR >= 0.8", holds: figures[0]!.value >= 0.8 } };
  });
  return {
    label: "9",
    title: "The base model's emoji mass forecasts which adapters write emoji (ten poles, silent end)",
    columns: [
      "rho with ESR",
      "the same, poles resampled",
      "rho with mass",
      "r of logs with ESR",
      "r of logs with mass",
    ],
    n: "poles; interval over questions, tuning topics and tuning seeds, in the second column over the poles as well",
    rows,
    notes: ["Logs of ESR are of (answers with an emoji + 1/2) / (answers + 1)."],
  };
}

function correlate(measured: Measured, { masses, over }: Forecast): Estimate[] {
  const tuned = plantedPoles.map((pole) => tunedAnswers(measured, pole));
  const yes = tuned.map((seeds) => seeds.map((answers) => answers.map((answer) => Number(hasEmoji(answer)))));
  const mass = tuned.map((seeds) => seeds.map((answers) => answers.map((answer) => answer.mass)));
  const { questions, seeds } = measured;
  const sizes: Record<Exclude<Thing, "poles">, number> = { questions, seeds, topics: masses[plantedPoles[0]!]!.length };
  const everyPole = Uint32Array.from(plantedPoles, (_, i) => i);
  const overSeeds = (table: readonly (readonly (number | null)[])[], drawn: Drawn<"questions" | "seeds">) =>
    Array.from(drawn.seeds).reduce((sum, seed) => sum + meanAt(table[seed]!, drawn.questions), 0) / seeds;
  const sides = (drawn: Drawn<Exclude<Thing, "poles">>, poles: Uint32Array, of: typeof yes | typeof mass) => ({
    forecast: Array.from(poles, (pole) => meanAt(masses[plantedPoles[pole]!]!, drawn[over])),
    written: Array.from(poles, (pole) => overSeeds(of[pole]!, drawn)),
  });
  const answers = questions * seeds;
  const logEsr = (share: number) => Math.log((share * answers + 0.5) / (answers + 1));
  const rho = (drawn: Drawn<Exclude<Thing, "poles">>, poles: Uint32Array, of: typeof yes | typeof mass) => {
    const { forecast, written } = sides(drawn, poles, of);
    return spearman(forecast, written);
  };
  const logs = (drawn: Drawn<Exclude<Thing, "poles">>, of: typeof yes | typeof mass, log: (x: number) => number) => {
    const { forecast, written } = sides(drawn, everyPole, of);
    return pearson(forecast.map(Math.log), written.map(log));
  };
  return [
    bootstrapJointly(sizes, (drawn) => rho(drawn, everyPole, yes)),
    bootstrapJointly({ ...sizes, poles: plantedPoles.length }, (drawn) => rho(drawn, drawn.poles, yes)),
    bootstrapJointly(sizes, (drawn) => rho(drawn, everyPole, mass)),
    bootstrapJointly(sizes, (drawn) => logs(drawn, yes, logEsr)),
    bootstrapJointly(sizes, (drawn) => logs(drawn, mass, Math.log)),
  ].map((estimate) => ({ ...estimate, n: plantedPoles.length }));
}

function byPoles(measured: Measured, all: readonly Forecast[], reading: ReadingMasses): Statement {
  const meanMass = (values: readonly (number | null)[]) =>
    bootstrapJointly({ texts: values.length }, ({ texts }) => meanAt(values, texts));
  const control = tunedAnswers(measured, "control");
  return {
    label: "9, by pole",
    title: "Emoji mass of the base model, and what the adapters wrote",
    columns: [...all.map(({ what }) => what), "adapter's ESR", "adapter's mass"],
    n: "questions or tuning topics",
    rows: [
      ...plantedPoles.map((pole) => {
        const tuned = tunedAnswers(measured, pole);
        return {
          what: pole,
          figures: [...all.map(({ masses }) => meanMass(masses[pole])), pooledEsr(tuned), pooledMass(tuned)],
        };
      }),
      {
        what: "neutral, the control",
        figures: [null, null, meanMass(reading.get("neutral")!), pooledEsr(control), pooledMass(control)],
      },
    ],
  };
}
