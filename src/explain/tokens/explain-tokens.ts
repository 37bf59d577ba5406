import { badInput } from "../../base/errors.ts";
import type { Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import { quantile } from "../../measure/statistics/estimate.ts";
import type { ExplainedArm } from "../arm.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import type { ReadText } from "../texts.ts";
import { type CountedEmoji, checkCounted } from "./counted.ts";
import { byWriter, contrastsOf, curvesOf, massesOf } from "./figures.ts";
import type { TokensFindings } from "./findings.ts";
import { risesOf } from "./rises.ts";
import { TextSample } from "./sample.ts";
import { warningsOf } from "./warnings.ts";
import { weighTexts } from "./weighed.ts";

/** Who reads what. */
export interface TokensRequest {
  arms: readonly ExplainedArm[];
  /** Id of the untuned model's arm: all others are compared with it. */
  base: string;
  /** Id of the control of each arm that has one, by the arm's id. */
  controls?: Readonly<Record<string, string>>;
  texts: readonly ReadText[];
  /** Where training answers end, in tokens. */
  trainingEnd: number;
  /** All emoji where left out. */
  counted?: CountedEmoji;
}

/**
 * Token probability: has every arm read the same answers (teacher forcing, each behind its own chat) and weighs, at every place of them, how
 * probable it is that an emoji starts there (chained over byte pieces), by emoji and by group, and how probable its rivals are. Throws
 * "bad-input" for no text, for arms of unlike tokenizers, and where no emoji is left to count or the vocabulary can spell none.
 */
export async function explainTokens(
  { arms, base, controls = {}, texts, trainingEnd, counted = {} }: TokensRequest,
  options: WorkOptions & { keep: Keep },
): Promise<TokensFindings> {
  if (texts.length === 0) throw badInput("There is no text to read: give answers.");
  for (const id of [base, ...Object.keys(controls), ...Object.values(controls)])
    if (!arms.some((arm) => arm.id === id)) throw new Error(`no arm ${id}`);
  refuseUnlikeTokenizers(arms);
  checkCounted(counted);
  const weighed = await weighTexts({ arms, texts, trainingEnd, counted }, options);
  const sample = new TextSample(options.seed);
  const others = arms.map(({ id }) => id).filter((id) => id !== base);
  const findings = {
    part: "tokens" as const,
    trainingEnd,
    counted: { emoji: counted.emoji ? [...counted.emoji] : null, groups: counted.groups ? [...counted.groups] : null },
    base,
    arms: arms.map(({ id, respondent }) => ({ id, name: respondent.name, control: controls[id] ?? null })),
    writers: byWriter(weighed).map(([writer, own]) => {
      const lengths = Float64Array.from(own, ({ text }) => text.ids.length).sort();
      return {
        writer,
        texts: own.length,
        places: own.reduce((sum, { places }) => sum + places.all.length, 0),
        medianTokens: quantile(lengths, 0.5),
      };
    }),
    masses: arms.flatMap(({ id }) => massesOf(id, weighed, sample)),
    curves: arms.flatMap(({ id }) => curvesOf(id, weighed, sample)),
    contrasts: others.flatMap((id) =>
      [base, ...(controls[id] === undefined ? [] : [controls[id]])].flatMap((against) =>
        contrastsOf(id, against, weighed, sample),
      ),
    ),
    rises: others.map((id) => risesOf(id, { base, control: controls[id] }, weighed, sample)),
  };
  return { ...findings, warnings: warningsOf(findings) };
}
