import type { SteerFindings } from "../../../study/steer/findings.ts";
import { ranged } from "../../../study/steer/verdicts.ts";
import { estimateCell } from "../../emoji/cells.ts";
import type { RunFacts } from "../../emoji/types.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable, factList } from "../../html/table.ts";
import { reproduction } from "../../run/reproduce.ts";
import { armOf } from "../labels.ts";

/** What each vector is made of, and where the sweep put it. */
export function vectorSection({ vectors, settings }: SteerFindings): PageSection {
  const number = (title: string) => ({ title, kind: "number" as const });
  const two = (value: number) => value.toFixed(2);
  const one = (value: number) => value.toFixed(0);
  return {
    id: "vectors",
    title: "Where the vectors come from",
    body: dataTable(
      `Contrast by ${settings.from}${settings.from === "answers" ? ` (against ${settings.against})` : ""}: ${settings.why}. AUC of held-out pairs and cosine of the vectors of two halves of the questions, at the layer that tells most. The sweep tried layers ${settings.sweptLayers.join(", ")} with strengths ${settings.strengths.join(", ")} on ${settings.sweep} questions; its own figures are too good, being the best of many.`,
      [
        { title: "Vector" },
        number("Pairs"),
        number("Layer"),
        number("AUC"),
        number("Halves"),
        { title: "Best point" },
        number("Trait in the sweep"),
        number("Coherence there"),
      ],
      [
        {
          rows: vectors.map(({ name, made, best, swept, why }) => [
            name,
            made.kept,
            made.layer,
            estimateCell(made.auc, two),
            made.splitHalf === null ? "" : two(made.splitHalf.value),
            best ? `layer ${best.layer} at ${best.strength}` : (why ?? "none"),
            estimateCell(swept?.trait ?? null, one),
            estimateCell(swept?.coherence ?? null, one),
          ]),
        },
      ],
    ),
  };
}

/** Steering beside asking, where prompts were tried. */
export function promptSection({ vectors, settings }: SteerFindings): PageSection[] {
  if (!settings.prompts) return [];
  return [
    {
      id: "prompts",
      title: "Steering beside asking",
      body: dataTable(
        "Change of the own trait, in points of 100, under its vector and under a system prompt that asks for it.",
        [{ title: "Trait" }, { title: "Vector", kind: "number" }, { title: "Prompt", kind: "number" }],
        [
          {
            rows: vectors.map(({ name, own, prompted }) => [
              name,
              own ? ranged(own.difference) : "none",
              prompted ? ranged(prompted.difference) : "none",
            ]),
          },
        ],
      ),
    },
  ];
}

/** The same question, answered by every vector. */
export function sampleSection(findings: SteerFindings): PageSection {
  const zero = findings.arms[0]!;
  const box = (title: string, text: string, tone: string) =>
    html`<div class="response tone-${tone}"><h4>${title}</h4><blockquote>${text}</blockquote></div>`;
  return {
    id: "samples",
    title: "One question, every vector",
    body: html`<div class="responses">${box("no steering", zero.sample, "untuned")}${findings.vectors.flatMap(
      ({ id, name }) => {
        const arm = armOf(findings, `vector/${id}`);
        return arm ? [box(name, arm.sample, "tuned")] : [];
      },
    )}</div>`,
  };
}

/** The command, and all that decided its numbers. */
export function reproduceSection({ model, settings }: SteerFindings, run: RunFacts): PageSection {
  return reproduction(
    run,
    html`${factList([
      [
        "model",
        `${model.name}, ${model.architecture}, ${model.parameters.toLocaleString("en-GB")} parameters, ${model.quantisation}`,
      ],
      ["traits", settings.traits.join(", ")],
      ["the traits scored by", settings.scorer],
      ["coherence by", settings.coherenceBy],
      ["questions", `${settings.asked}; ${settings.sweep} chose the points, ${settings.questions} fill the matrix`],
      ["steered tokens", settings.positions],
      ["seed", run.seed],
    ])}`,
  );
}

/** What this run cannot say. */
export function limitSection({ model, settings }: SteerFindings): PageSection {
  const limits = [
    `One model (${model.name}), one set of questions, one seed of the random draws; intervals speak of other questions of the same kind.`,
    `The traits are what the ${settings.scorer} says they are: what it confuses, the matrix confuses.`,
    settings.coherenceBy.startsWith("fluency") &&
      "Coherence is fluency here: how probable the unsteered model finds the answers. It does not see loops, and it takes text that the model would not write for broken.",
    settings.from === "answers" &&
      "The vectors are made of given answers that the model reads, not of answers that it gave of itself.",
    settings.against === "opposite" &&
      settings.from === "answers" &&
      "A vector made against its opposite is that of the opposite turned round: ten rows are five.",
    "Each vector stands at its own best point, so a strong vector is compared with weak ones as they work best, and not at equal length.",
  ];
  return {
    id: "limits",
    title: "What this does not show",
    body: html`<ul>${limits.filter((limit) => limit !== false).map((limit) => html`<li>${limit}</li>`)}</ul>`,
  };
}
