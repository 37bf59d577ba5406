import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { fromDist } from "./harness/from-dist.ts";
import { benchOptions } from "./harness/options.ts";
import { runBench } from "./harness.ts";

const { repeats, quick } = benchOptions({ needsModel: false });
const { emojiList } = await fromDist<typeof import("../src/base/text/emoji-list.ts")>("base/text/emoji-list.js");
const { randomStream } = await fromDist<typeof import("../src/base/random.ts")>("base/random.js");

/** The bundled answers, one a line, with an emoji of the whole list behind a third of the sentences. */
function mixedText(length: number): string {
  const corpus = readFileSync(new URL("../../data/big-five/answers.jsonl", import.meta.url), "utf8").trimEnd();
  const answers = corpus.split("\n").flatMap((line) => Object.values((JSON.parse(line) as Line).answers));
  const list = emojiList();
  const stream = randomStream(0, "bench/emoji");
  const emoji = () => (stream.integer(0, 2) === 0 ? ` ${list[stream.integer(0, list.length - 1)]!.text}` : "");
  let text = "";
  for (let i = 0; text.length < length; i++)
    text += `${answers[i % answers.length]!.replace(/[.!?](?= |$)/g, (end) => `${end}${emoji()}`)}\n`;
  return text;
}

interface Line {
  answers: Record<string, string>;
}

const speed: Figure = { name: "mbPerSecond", title: "MB/s", better: "more" };
const count: Figure = { name: "count", title: "emoji found", better: "more" };
const folder = mkdtempSync(join(tmpdir(), "traitlab-bench-"));
try {
  const file = join(folder, "text.txt");
  writeFileSync(file, mixedText(quick ? 100_000 : 1_000_000));
  await runBench(
    {
      title: "emoji: counting emoji in the bundled answers with an emoji behind a third of the sentences",
      contenders: [
        ours("traitlab", "emoji", { file, repeats: quick ? 5 : 50 }),
        pythonPeer("Python emoji", "emoji_count.py", { file, repeats: quick ? 1 : 5 }),
      ],
      figures: [speed, count],
      targets: [{ figure: speed, ours: "traitlab", against: ["Python emoji"], ratio: 20 }],
    },
    { repeats },
  );
} finally {
  rmSync(folder, { recursive: true });
}
