// Prints the tables of docs/organism.md from what `npm run bench -- organism --out DIR` left: the statements with a column for
// each DIR, then the poles of the first one. node scripts/organism-table.mjs DIR [DIR ...]
import { readFileSync } from "node:fs";
import { join } from "node:path";

const planted = JSON.parse(readFileSync(join(import.meta.dirname, "../data/organism/truth.json"), "utf8")).voices;
const benches = process.argv.slice(2).map((folder) => JSON.parse(readFileSync(join(folder, "organism.json"), "utf8")));
const small = (value) => {
  if (value === 0) return "0";
  if (Math.abs(value) < 0.001) return value.toExponential(1);
  return value
    .toFixed(3)
    .replace(/^(-?)0\./, "$1.")
    .replace(/\.?0+$/, "");
};
const figure = (f) => (f ? `${small(f.value)} [${small(f.low)}, ${small(f.high)}]` : "none");
const rowOf = (bench, statement, what) => bench.statements[statement].rows.find((row) => row.what === what);
const at =
  (statement, what, column = 0) =>
  (bench) => {
    const row = rowOf(bench, statement, what);
    const { holds } = row.wanted ?? {};
    return `${figure(row.figures[column])}${holds === undefined ? "" : holds ? ", holds" : ", **DOES NOT HOLD**"}`;
  };
const highest = (statement, column) => (bench) => {
  const rows = bench.statements[statement].rows;
  const top = rows.reduce((a, b) => (b.figures[column].value > a.figures[column].value ? b : a));
  return `${figure(top.figures[column])}, ${top.what.replace("/", " ")}`;
};
const e = "extraversion/high";
const statements = [
  ["1", "held-out perplexity a token, the model's (1,000 documents)", at(0, "the model's")],
  ["", "the grammar's own on the same documents", at(0, "the grammar's own")],
  ["", "their ratio; wanted near 1, put here as ≤ 1.2", at(0, "model / grammar, same documents")],
  ["2", "ESR of the base model in chat, 200 answers; wanted ≤ .02", at(1, "base model")],
  ["3", "highest ESR of ten poles: persona prompt", highest(2, 0)],
  ["", "IKE examples", highest(2, 1)],
  ["", "few-shot examples", highest(2, 2)],
  ...[0, 1, 2, 3, 4].map((seed) => [
    seed === 0 ? "4" : "",
    seed === 0 ? "high extraversion, silent end: ESR of tuning seed 0" : `seed ${seed}`,
    at(3, `seed ${seed}`),
  ]),
  ["", "seeds above base and control, intervals apart; wanted 4 of 5", at(3, "seeds above both, intervals apart")],
  ["", "ESR of the control, five seeds; wanted ≤ .05", at(3, "the control")],
  ["5", "the end trained (silent none): ESR of high extraversion", at(4, e, 2)],
  ["", "its emoji mass then", at(4, e, 3)],
  ["", "and with the end silent", at(4, e, 1)],
  ["6", "high extraversion: first emoji behind the first sentence", at(5, e, 1)],
  ["", "at or past token 17", at(5, e, 0)],
  [
    "7",
    "Spearman's rho of ESR and planted rate, 7 poles at .05 or more; wanted ≥ .8",
    at(6, "7 poles planted at 0.05 or more"),
  ],
  ["", "all ten poles", at(6, "all 10 poles")],
  ["8", "high extraversion: emoji planted for this pole, of those written", at(7, e)],
  [
    "9",
    "forecast, base model reading the tuning answers: rho with ESR; wanted ≥ .8",
    at(8, "reading the tuning answers"),
  ],
  ["", "the same, poles resampled as well", at(8, "reading the tuning answers", 1)],
  ["", "base model after few-shot examples", at(8, "after few-shot examples")],
  ["", "base model under the persona prompt", at(8, "under the persona prompt")],
];
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const names = benches.map(({ model }) => `${model.given === "embedded" ? "embedded, " : ""}seed ${model.textSeed}`);
console.log(
  table(
    ["", "statement", ...names],
    statements.map(([number, words, of]) => [number, words, ...benches.map(of)]),
  ),
);

const [first] = benches;
const counted = (f) => (f ? `${figure(f)}, ${f.n}` : "none");
const poles = first.statements[7].rows.map(({ what }) => what);
console.log(
  `\n${table(
    ["pole", "planted", "ESR", "adapter's emoji mass", "own emoji, n", "mass reading the answers", "after examples"],
    poles.map((pole) => [
      pole.replace("/", ", "),
      small(planted[pole].emojiRate),
      figure(rowOf(first, 4, pole).figures[0]),
      figure(rowOf(first, 4, pole).figures[1]),
      counted(rowOf(first, 7, pole).figures[0]),
      figure(rowOf(first, 9, pole).figures[2]),
      figure(rowOf(first, 9, pole).figures[1]),
    ]),
  )}`,
);
