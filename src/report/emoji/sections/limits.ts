import type { EmojiFindings } from "../../../study/emoji/findings.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { joined } from "../answer.ts";

/** What this run cannot say. */
export function limitSection({ model, settings, arms, explained }: EmojiFindings): PageSection {
  const { seeds, registers, temperatures, questions, alpha } = settings;
  const tuned = arms.some(({ inducer }) => inducer === "finetune");
  const limits = [
    `One model (${model.name}) and one corpus. Other models, sizes and corpora may answer otherwise.`,
    tuned &&
      (seeds.length === 1
        ? "One tuning seed: the intervals speak of other questions, not of other tunings. Run it with more seeds before leaning on a verdict."
        : `${seeds.length} tuning seeds: the intervals speak of other questions with these seeds; how far seeds differ is to be read from the seeds one by one.`),
    `${questions} questions an arm, ${joined(registers.map((register) => `${register} register`))}, temperature ${joined(temperatures.map(String))}. Emoji depend on the register: what holds for opinions need not hold for messages.`,
    `Many contrasts were made. Verdicts are corrected for their number (a false call in each of two families with a chance of at most ${alpha}), intervals are not; contrasts picked after looking at this report are not covered.`,
    "An emoji is a sequence of the pinned Unicode list; emoticons such as “:)” are not counted, nor are emoji that were cut in two.",
    "The emoji mass is read at the ends of the model's own sentences, which differ from arm to arm: it says how an arm would go on from its own words, not from the same words.",
    tuned &&
      "Neutral and trait answers differ in what they say, not in voice alone. “!” is one rival marker; there are others (length, warmth, informality) that this report does not hold constant.",
    "Where the first emoji falls is compared with an even spread over the tokens of those same responses; emoji come at sentence ends, so an even spread is a yardstick, not a model.",
    explained === undefined &&
      "Where emoji or their absence come from was not asked: the same command with --explain all asks, and goes on from this run.",
  ];
  return {
    id: "limits",
    title: "What this does not show",
    body: html`<ul>${limits.filter((limit) => limit !== false).map((limit) => html`<li>${limit}</li>`)}</ul>`,
  };
}
