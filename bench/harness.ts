import { type Figure, type Medians, median, type Target, verdict } from "./harness/compare.ts";
import { type Contender, runOnce, type Sample } from "./harness/contender.ts";
import { grid } from "./harness/grid.ts";
import { machineFacts } from "./harness/machine.ts";

/** Threads of every contender. */
export const threads = 2;

/** The largest resident memory of a contender's processes, added up. */
export const peakMemory: Figure = { name: "peakMb", title: "peak MB", better: "less" };

/** A comparison of contenders on the same work. */
export interface Bench {
  /** The work, with its sizes. */
  title: string;
  contenders: readonly Contender[];
  figures: readonly Figure[];
  targets: readonly Target[];
  /** What a reader must know to judge it. */
  notes?: readonly string[];
}

/**
 * Runs every contender `repeats` times, each time in a new process and in turn (a b c, c b a, a b c ...), so that a slow
 * minute of the machine meets all of them. Prints medians with their extremes, ratios, targets, versions, the machine,
 * and by name the peers that are not there.
 */
export async function runBench(
  bench: Bench,
  { repeats, print = console.log }: { repeats: number; print?: (line: string) => void },
): Promise<void> {
  const { title, contenders, figures, targets, notes = [] } = bench;
  print(`${title}\n${machineFacts()}; ${threads} threads, ${repeats} x each in turn\n`);
  const samples = new Map<string, Sample[]>();
  const absent = new Map<string, string>();
  for (let repeat = 0; repeat < repeats; repeat++)
    for (const contender of repeat % 2 === 0 ? contenders : contenders.toReversed()) {
      const { name } = contender;
      if (absent.has(name)) continue;
      const outcome = await runOnce(contender);
      if ("absent" in outcome) absent.set(name, outcome.absent);
      else samples.set(name, [...(samples.get(name) ?? []), outcome]);
    }
  const present = contenders.filter(({ name }) => samples.has(name)).map(({ name }) => name);
  const values = (name: string, figure: string) => samples.get(name)!.map((sample) => sample.figures[figure] ?? NaN);
  print(
    grid(
      ["", ...figures.map((figure) => figure.title)],
      present.map((name) => [name, ...figures.map((figure) => spread(values(name, figure.name)))]),
    ),
  );
  for (const [name, reason] of absent) print(`skipped: ${name} (${reason})`);
  const medians: Medians = new Map(
    present.map((name) => [
      name,
      Object.fromEntries(figures.map((figure) => [figure.name, median(values(name, figure.name))])),
    ]),
  );
  print("");
  for (const target of targets) print(verdict(target, medians));
  for (const note of notes) print(note);
  const versions = Object.assign({}, ...present.map((name) => samples.get(name)![0]!.versions)) as Sample["versions"];
  print(
    `\n${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}\n`,
  );
}

/** "164 [160, 170]": the median and the extremes. */
function spread(values: readonly number[]): string {
  if (values.every(Number.isNaN)) return "-";
  const text = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  if (values.every((value) => value === values[0])) return text(values[0]!);
  return `${text(median(values))} [${text(Math.min(...values))}, ${text(Math.max(...values))}]`;
}
