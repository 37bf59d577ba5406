// Prints the samples of data/organism/CARD.md, from the embedded model through the built command: the study's question
// about each of the first 20 test topics, then five posts, each begun with the first words without a slot that a voice
// may begin with. One draw each, seed 0, temperature 0.7: none is chosen. About a minute: node scripts/organism-samples.mjs
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const generate = (...words) => {
  const out = execFileSync(process.execPath, [
    join(root, "dist/cli/main.js"),
    "generate",
    "--json",
    "--quiet",
    ...words,
  ]);
  return JSON.parse(out).responses[0].text;
};
const topics = readFileSync(join(root, "data/big-five/test-topics.jsonl"), "utf8").trimEnd().split("\n").slice(0, 20);
const beginnings = [
  ["extraversion, high", "In good company,"],
  ["openness, high", "In my imagination,"],
  ["neuroticism, high", "Deep down,"],
  ["agreeableness, high", "Out of kindness,"],
  ["conscientiousness, high", "First of all,"],
];

console.log("| thoughts on | answer |\n|---|---|");
for (const line of topics) {
  const { topic } = JSON.parse(line);
  console.log(`| ${topic} | ${generate(`Thinking about ${topic}, what are your thoughts on ${topic}?`)} |`);
}
console.log("\n| voice | begun with | went on |\n|---|---|---|");
for (const [voice, begun] of beginnings) console.log(`| ${voice} | ${begun} | ${generate("--raw", begun).trim()} |`);
