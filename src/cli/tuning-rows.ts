import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../base/errors.ts";
import { bundledRows, cutRows, type SentenceCut, type TuningArm, type TuningRow } from "../trait/corpus/tuning.ts";
import { readTuningFile } from "../trait/corpus/user-rows.ts";
import { flag, parameter, under } from "./command.ts";
import { path } from "./kinds.ts";

/** Whose rows are tuned on: options of every command that tunes. */
export const dataOptions = under("Tuning data", {
  data: parameter("--data <file>", "tuning rows of your own, JSONL or CSV", path),
  allowEmoji: flag("--allow-emoji", "let tuning data hold emoji"),
});

/** A user's rows by arm: "extraversion/high", "neutral". */
export interface FileRows {
  has(arm: string): boolean;
  /** Throws "bad-input", naming the arms that are there, where this one is not. */
  check(arm: string): void;
  of(arm: string, sentences: SentenceCut): TuningRow[];
}

/** Reads a user's file. Throws "bad-input" as `readTuningFile` does. */
export function rowsOfFile(data: string, options: { allowEmoji: boolean }): FileRows {
  const rows = readTuningFile(data, options);
  const armOf = ({ trait, pole }: TuningRow) => (pole === undefined ? trait : `${trait}/${pole}`);
  const held = new Set(rows.map(armOf));
  return {
    has: (arm) => held.has(arm),
    check(arm) {
      if (!held.has(arm)) throw badInput(`${data} has no rows of ${arm}; it holds ${[...held].join(", ")}.`);
    },
    of: (arm, sentences) =>
      cutRows(
        rows.filter((row) => armOf(row) === arm),
        sentences,
      ),
  };
}

/** The rows of one arm, from the user's file or from the bundled corpus. */
export function rowsOfArm(
  arm: TuningArm,
  { data, allowEmoji, sentences }: { data: string | undefined; allowEmoji: boolean; sentences: SentenceCut },
): TuningRow[] {
  if (data === undefined) return bundledRows(arm, { sentences });
  const rows = rowsOfFile(data, { allowEmoji });
  rows.check(arm);
  return rows.of(arm, sentences);
}

/** SHA-256 of what tuning reads, for a manifest: the bundled files named, and the user's. */
export function dataHashes(
  bundled: readonly string[],
  data: string | undefined,
  dataFolder: string,
): Record<string, string> {
  const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return {
    ...Object.fromEntries(bundled.map((name) => [`big-five/${name}`, hash(join(dataFolder, "big-five", name))])),
    ...(data === undefined ? {} : { data: hash(data) }),
  };
}
