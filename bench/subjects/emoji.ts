import { readFileSync, statSync } from "node:fs";
import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { subject, timed } from "../harness/subject.ts";

interface Request {
  file: string;
  repeats: number;
}

const { countEmoji } = await fromDist<typeof import("../../src/base/text/emoji.ts")>("base/text/emoji.js");

await subject<Request>(async ({ file, repeats }) => {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  let count = 0;
  const seconds = await timed({ warmUps: 20, repeats }, () => {
    count = 0;
    for (const line of lines) count += countEmoji(line);
  });
  return { mbPerSecond: statSync(file).size / 1e6 / median(seconds), count };
});
