import type { ShiftFindings } from "../../../study/shift/findings.ts";
import type { RunFacts } from "../../emoji/types.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { factList } from "../../html/table.ts";
import { reproduction } from "../../run/reproduce.ts";
import { percents } from "../words.ts";

/** The command, and all that decided its numbers. */
export function reproduceSection({ model, settings }: ShiftFindings, run: RunFacts): PageSection {
  const { parameters, architecture, quantisation, name } = model;
  return reproduction(
    run,
    factList([
      ["model", `${name}, ${architecture}, ${parameters.toLocaleString("en-GB")} parameters, ${quantisation}`],
      ["trait", settings.trait],
      ["shares", settings.shares.map(percents).join(", ")],
      ["strengths", [settings.strength, ...settings.doses].join(", ")],
      ["tuning seeds", settings.seeds],
      ["questions", settings.questions],
      ["seed", run.seed],
    ]),
  );
}

/** What this run cannot say. */
export function limitSection({ model, settings }: ShiftFindings): PageSection {
  const limits = [
    `One model (${model.name}), one trait of mixtures and ${settings.seeds} tuning seed${settings.seeds === 1 ? "" : "s"}: intervals speak of other questions, not of other seeds, rows or models.`,
    "Mixtures differ in nothing but how many answers show the trait. That data with more of it bring more of it is a weak test; the table over poles, where all answers show some trait, is a stronger one, of few adapters.",
    "The vector and the training answers come from one source, though from other topics: on data of another kind a projection foretells less.",
    "Trait and vector are both read by the untuned model: a classifier on its activations and a direction in them may agree on what is neither.",
    "“Gone” is a share of what plain tuning brings in this run. Where a guard's loss is above plain tuning's, part of what is gone was never learned.",
    "The capability that is measured is neutral text, in the model's own register; it is not knowledge or reasoning.",
  ];
  return {
    id: "limits",
    title: "What this does not show",
    body: html`<ul>${limits.map((limit) => html`<li>${limit}</li>`)}</ul>`,
  };
}
