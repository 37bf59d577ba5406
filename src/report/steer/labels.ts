import type { SteerArm, SteerFindings, SteerVector } from "../../study/steer/findings.ts";

/** What a model is called in a sentence. */
export const modelLabel = ({ name }: SteerFindings["model"]): string =>
  name === "embedded" ? "the embedded model" : name;

/** "E+" for a pole of the Big Five, the first letters of any other trait. */
export function shortName({ pole, name }: Pick<SteerVector, "pole" | "name">): string {
  if (pole === null) return name.slice(0, 5);
  const [trait, end] = pole.split("/") as [string, string];
  return `${trait[0]!.toUpperCase()}${end === "high" ? "+" : "−"}`;
}

/** A sign for each verdict, the same wherever verdicts are listed. */
export const verdictSigns: Readonly<Record<SteerVector["verdict"], string>> = {
  "its own most": "●",
  "its own": "○",
  "not shown": "◌",
  "other way": "✕",
  "no point": "–",
};

/** What a verdict says. */
export const verdictWords: Readonly<Record<SteerVector["verdict"], string>> = {
  "its own most": "steers its own trait, more than other vectors do and more than other traits",
  "its own": "steers its own trait, but is not shown to be the one that does it most",
  "not shown": "is not shown to steer its own trait",
  "other way": "moves its own trait the other way",
  "no point": "has no point where answers stay coherent",
};

/** The score of a trait in an arm. */
export const scoreIn = (findings: SteerFindings, arm: SteerArm, trait: string): SteerArm["scores"][number] =>
  arm.scores[findings.settings.traits.indexOf(trait)] ?? null;

/** An arm by its id; undefined where it was not measured. */
export const armOf = ({ arms }: SteerFindings, id: string): SteerArm | undefined => arms.find((arm) => arm.id === id);
