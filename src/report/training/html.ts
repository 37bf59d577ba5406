import type { ModelConfig } from "../../model/config.ts";
import { llamaParameters } from "../../model/training/parameters.ts";
import type { Manifest } from "../../run/manifest.ts";
import type { OrganismRecipe } from "../../trait/organism/recipe.ts";
import { html } from "../html/markup.ts";
import { type PageSection, page } from "../html/page.ts";
import { dataTable, factList } from "../html/table.ts";
import { curveSection } from "./curve.ts";
import type { TrainingFindings } from "./findings.ts";

export interface TrainingReport {
  findings: TrainingFindings;
  recipe: OrganismRecipe;
  run: Pick<Manifest, "seed" | "versions" | "machine"> & { commandLine: string };
}

const number = (value: number): string => value.toLocaleString("en-GB");
const nats = (perplexity: number): number => Math.log(perplexity);

/** `report.html` of a model's training: one file, readable offline and without scripts. The same input gives the same bytes, so it holds no times. */
export function renderTrainingReport(report: TrainingReport): string {
  const { findings, run } = report;
  const { model, grammar, tokens } = findings.perplexity;
  const gap = nats(model) - nats(grammar);
  return page({
    title: `Training of the model organism, seed ${run.seed}`,
    subtitle: `Llama, ${number(parametersOf(report))} parameters, ${number(findings.steps)} steps on ${(findings.tokens / 1e6).toFixed(2)} million tokens of text that a grammar of our own wrote`,
    lead: html`<div class="lead"><p>On ${number(tokens)} tokens of held-out text the model's perplexity is ${model.toFixed(2)}. The grammar that wrote the text has ${grammar.toFixed(2)}, and no model can do better in the long run. Between them are ${gap.toFixed(3)} nats a token: what the model has not learned, and what it did not get to see of the documents that its windows cut.</p></div>`,
    sections: [
      curveSection(findings, report.recipe.training.epochs),
      perplexitySection(findings),
      recipeSection(report),
      reproduceSection(run),
      limitSection,
    ],
    footer: `Written by traitlab ${run.versions.traitlab ?? ""} from findings.json and manifest.json of this folder.`,
  });
}

function parametersOf({ findings, recipe }: TrainingReport): number {
  const config: ModelConfig = { ...recipe.model, vocab: findings.vocab, context: recipe.tokenizer.context };
  return llamaParameters(config).reduce((sum, { shape }) => sum + shape.reduce((all, axis) => all * axis), 0);
}

function perplexitySection({ heldOut, heldOutDocuments, perplexity }: TrainingFindings): PageSection {
  const row = (name: string, loss: number) => [
    name,
    loss.toFixed(3),
    (loss / Math.LN2).toFixed(3),
    Math.exp(loss).toFixed(2),
  ];
  const right = (title: string) => ({ title, kind: "number" as const });
  const rows = heldOut.map(({ step, loss }) =>
    row(step === 0 ? "the model before its first step" : `the model after step ${number(step)}`, loss),
  );
  return {
    id: "perplexity",
    title: "Held-out text",
    body: dataTable(
      `Loss on ${number(heldOutDocuments)} documents (${number(perplexity.tokens)} tokens) that were drawn like the training text and kept out of it. The grammar's row is no model: it is −log p of these documents under the grammar that wrote them, all ways to draw each summed. It sees whole documents; the model reads windows of fixed length that may begin within one.`,
      [{ title: "Under" }, right("Nats / token"), right("Bits / token"), right("Perplexity")],
      [{ rows: [...rows, row("the grammar", nats(perplexity.grammar))] }],
    ),
  };
}

function recipeSection({ findings, recipe, run }: TrainingReport): PageSection {
  const { model, training, tokenizer } = recipe;
  const { epochs, warmupRatio } = training;
  return {
    id: "recipe",
    title: "Recipe",
    body: factList([
      ["layers, width", `${model.layers}, ${model.dModel}`],
      ["attention", `${model.heads} heads over ${model.kvHeads} of keys and values, ${model.headDim} wide`],
      ["MLP", model.dMlp],
      ["embeddings", model.tiedHead ? "tied with the head" : "apart from the head"],
      ["context", `${number(tokenizer.context)} tokens`],
      [
        "tokenizer",
        `byte-level BPE, ${number(findings.vocab)} entries, from ${number(tokenizer.documents)} documents of this text`,
      ],
      [
        "text",
        `${number(findings.tokens)} tokens, each read ${epochs === 1 ? "once" : `${epochs} times`}, drawn with seed ${run.seed}`,
      ],
      ["step", `${training.batch} windows of ${training.length} tokens, f32`],
      [
        "AdamW",
        `learning rate ${training.lr}, ${training.schedule}, warm-up ${100 * warmupRatio} %, decay ${training.weightDecay}, gradients clipped to norm ${training.clipNorm}`,
      ],
      ...(training.deviation === undefined
        ? []
        : [["first weights", `normal, deviation ${training.deviation}`] as const]),
    ]),
  };
}

const reproduceSection = ({ commandLine, versions, machine }: TrainingReport["run"]): PageSection => ({
  id: "reproduce",
  title: "How to reproduce this",
  body: html`<pre><code>${commandLine}</code></pre>
<p>The same command in an empty folder goes the same way, wherever it is stopped, and ends with the same bytes on one machine, with any number of threads. On another kind of processor sums round differently: a model like this one. How long it took stands in log.jsonl.</p>
<h3>Versions and machine</h3>
${factList([...Object.entries(versions), ...Object.entries(machine).map(([name, value]) => [name, String(value)] as const)])}`,
});

const limitSection: PageSection = {
  id: "limits",
  title: "What this does not show",
  body: html`<ul>
<li>A perplexity near the grammar's says that the model writes such text, not that it has understood anything.</li>
<li>Held-out text comes from the same grammar: this says nothing of text from elsewhere.</li>
<li>One seed. Another draws another text, other first weights and another order.</li>
<li>Whether the planted link between voices and emoji is in the weights is for <span class="id">traitlab study emoji</span> to say.</li>
</ul>`,
};
