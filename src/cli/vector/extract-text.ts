import { wrap } from "../../report/terminal/wrap.ts";
import {
  extractAnswer,
  fallenWords,
  nextCommands,
  ranged,
  two,
  wholePercent,
} from "../../report/vector/extract/words.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";
import type { ExtractionFindings } from "./extract-work.ts";

/** Most layers of the table; of more, those around the suggested one and some along the way. */
const rows = 16;

/** The findings as a person reads them, 80 columns wide. */
export function extractText(findings: ExtractionFindings, folder: string): string {
  const { model, trait, recipe, pairs, scorer, suggested } = findings;
  const right = (title: string) => ({ title, align: "right" as const });
  const shown = layersShown(findings);
  const lines = shown.map(({ layer, norm, share, auc, d, splitHalf, betweenSeeds }) => [
    layer === suggested ? `> ${layer}` : String(layer),
    norm.toPrecision(3),
    two(share),
    ranged(auc),
    ranged(d),
    splitHalf === null ? "-" : two(splitHalf.value),
    betweenSeeds === null ? "-" : two(betweenSeeds.value),
  ]);
  const columns = ["layer", "length", "share", "held-out AUC", "d", "halves", "draws"].map(right);
  return [
    wrap(`${model.name}: "${trait.name}" by ${recipe.name} (${recipe.pooling})`, 80),
    extractAnswer(findings)
      .map((sentence) => wrap(sentence, 80))
      .join("\n"),
    ...(scorer === null ? [] : [filterText(findings)]),
    table(columns, lines),
    wrap(
      `share: length over the residual stream's median; halves, draws: cosine of the vectors of two halves of the ${pairs.questions} questions, of the draws${shown.length < findings.layers.length ? `; ${shown.length} of ${findings.layers.length} layers are shown` : ""}.`,
      80,
    ),
    ...warningsText(findings.warnings),
    ["Next:", ...nextCommands(folder, named(findings)).map(({ line }) => broken(line))].join("\n"),
    `Report: ${folder}/report.html`,
  ].join("\n\n");
}

function filterText(findings: ExtractionFindings): string {
  const { scorer, pairs } = findings;
  const { positive, negative } = pairs.passed;
  const fallen = fallenWords(findings).map(({ reason, count }) => `${count} ${reason}`);
  return wrap(
    `Scored by ${scorer!.name}, coherence by ${scorer!.coherenceBy}: ${wholePercent(positive.value)} of the positive answers passed and ${wholePercent(negative.value)} of the negative ones.` +
      (fallen.length === 0 ? "" : ` Pairs fell: ${fallen.join("; ")}.`),
    80,
  );
}

function layersShown({ layers, suggested }: ExtractionFindings): ExtractionFindings["layers"] {
  const every = Math.ceil(layers.length / rows);
  return layers.filter(({ layer }, i) => i % every === 0 || layer === suggested);
}

const named = ({ settings, suggested, trait }: ExtractionFindings) => ({
  layer: suggested,
  model: String(settings.model),
  trait: trait.id,
});

/** A command in lines that a shell joins, 80 columns wide where its words allow it. */
function broken(line: string): string {
  const lines = [""];
  for (const part of line.split(/ (?=-)/)) {
    const longer = `${lines.at(-1)}${lines.at(-1) === "" ? "" : " "}${part}`;
    if (longer.length <= 74) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((each, i) => `${i === 0 ? "  " : "    "}${each}`).join(" \\\n");
}
