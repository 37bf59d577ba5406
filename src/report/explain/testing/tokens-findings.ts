import type { TokensFindings } from "../../../explain/tokens/findings.ts";

const estimate = (value: number, n = 20) => ({ value, low: value / 2, high: value * 2, n });

/** Invented findings of three arms whose masses are `mass(arm)` at sentence ends and a hundredth of it elsewhere. */
export function tokensFindings(mass: (arm: string) => number, trainingEnd = 30): TokensFindings {
  const arms = ["base", "persona", "control"];
  const writers = ["base", "corpus"] as const;
  const rise = (emoji: string, name: string) => ({
    emoji,
    name,
    base: 1e-5,
    arm: 3e-5,
    rise: { value: 2e-5, low: 1e-5, high: 3e-5, n: 40 },
    control: estimate(1e-6, 40),
  });
  return {
    part: "tokens",
    trainingEnd,
    counted: { emoji: null, groups: null },
    base: "base",
    arms: arms.map((id) => ({ id, name: id, control: id === "persona" ? "control" : null })),
    writers: writers.map((writer) => ({ writer, texts: 20, places: 600, medianTokens: 30 })),
    masses: arms.flatMap((arm) =>
      writers.flatMap((writer) =>
        (["sentenceEnds", "within"] as const).map((at) => {
          const emoji = estimate(at === "within" ? mass(arm) / 100 : mass(arm));
          const rival = estimate(0.01);
          return {
            arm,
            writer,
            at,
            places: 60,
            emoji,
            upper: emoji.value,
            exclamation: rival,
            newline: rival,
            end: rival,
          };
        }),
      ),
    ),
    curves: arms.flatMap((arm) =>
      writers.map((writer) => ({
        arm,
        writer,
        width: 2,
        points: [0, 2, 4, 6].map((token) => ({ token, ...estimate(mass(arm)) })),
      })),
    ),
    contrasts: ["persona", "control"].flatMap((arm) =>
      (arm === "persona" ? ["base", "control"] : ["base"]).map((against) => ({
        arm,
        against,
        writer: "base" as const,
        at: "sentenceEnds" as const,
        difference: estimate(0.001),
        ratio: estimate(mass(arm) / mass(against)),
        raised: 0,
        settled: arm === "persona",
      })),
    ),
    rises: [{ arm: "persona", emoji: [rise("🎉", "party popper")], groups: [rise("Activities", "Activities")] }],
    warnings: ["something to know"],
  };
}
