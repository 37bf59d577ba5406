import type { OnProgress, Progress } from "../base/progress.ts";
import { wrap } from "../report/terminal/wrap.ts";
import { clock, rate, size } from "./format.ts";
import { displayWidth } from "./table.ts";

/** Where progress is shown: `process.stderr`, or a test's. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const redrawEveryMs = 100;
const plainLineEveryMs = 10_000;

/** Speaks to the person on stderr: lines, and the progress of one phase at a time below them. */
export class Reporter {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #live: boolean;
  readonly #quiet: boolean;
  readonly #paint: (text: string) => string;
  #phase: { first: Progress; latest: Progress; startedMs: number; shownMs: number } | undefined;
  #barShown = false;

  /** `live` false (a dumb terminal) gives plain lines; `paint` colours the bar; `now` in milliseconds. */
  constructor(
    screen: Screen,
    options: { quiet?: boolean; live?: boolean; paint?: (text: string) => string; now?: () => number } = {},
  ) {
    this.#screen = screen;
    this.#quiet = options.quiet ?? false;
    this.#live = (options.live ?? true) && screen.isTTY === true;
    this.#paint = options.paint ?? ((text) => text);
    this.#now = options.now ?? (() => performance.now());
  }

  /** A line to the person; with --quiet, nothing. */
  say(line: string): void {
    if (!this.#quiet) this.#print(this.#broken(line));
  }

  /** A line that --quiet does not silence: an error. */
  insist(line: string): void {
    this.end();
    this.#print(this.#broken(line));
  }

  /** Shows how far the work is: a bar ten times a second, or a plain line every ten seconds. */
  readonly onProgress: OnProgress = (progress) => {
    if (this.#quiet) return;
    if (this.#phase === undefined || this.#phase.latest.phase !== progress.phase) {
      this.end();
      this.#phase = { first: progress, latest: progress, startedMs: this.#now(), shownMs: this.#now() };
      this.#show();
      return;
    }
    this.#phase.latest = progress;
    if (this.#now() - this.#phase.shownMs >= (this.#live ? redrawEveryMs : plainLineEveryMs)) this.#show();
  };

  /** Ends the phase with one line that stays: what was done, in what time. */
  end(): void {
    const phase = this.#phase;
    if (phase === undefined) return;
    this.#phase = undefined;
    const { first, latest } = phase;
    const seconds = (this.#now() - phase.startedMs) / 1000;
    const worked = latest.done - first.done;
    const speed = seconds > 0 && worked > 0 ? `, ${speedOf(worked / seconds, latest.unit)}` : "";
    this.#print(`${counts(latest)} in ${clock(seconds)}${speed}`);
  }

  #show(): void {
    const phase = this.#phase!;
    phase.shownMs = this.#now();
    const state = progressState(phase.first, phase.latest, (phase.shownMs - phase.startedMs) / 1000);
    if (!this.#live) return void this.#screen.write(`${state}\n`);
    const columns = this.#screen.columns || 80; // 0 on a terminal of unknown size
    this.#screen.write(`\r${barLine(phase.latest, state, columns, this.#paint)}\x1b[K`);
    this.#barShown = true;
  }

  /** Sentences are broken at spaces on a terminal only: elsewhere a program reads them, a line each. */
  #broken(text: string): string {
    const { isTTY, columns } = this.#screen;
    if (!isTTY) return text;
    return text
      .split("\n")
      .map((line) => wrap(line, columns || 80))
      .join("\n");
  }

  #print(line: string): void {
    this.#screen.write(this.#barShown ? `\r\x1b[K${line}\n` : `${line}\n`);
    this.#barShown = false;
    if (this.#phase !== undefined && this.#live) this.#show();
  }
}

/** "measure: 90/200 items, 12.3 items/s, 0:09 left"; the rate is that of this phase's own work, not of what was there when it began. */
export function progressState(first: Progress, latest: Progress, seconds: number): string {
  const worked = latest.done - first.done;
  if (worked <= 0 || seconds <= 0) return counts(latest);
  const perSecond = worked / seconds;
  return `${counts(latest)}, ${speedOf(perSecond, latest.unit)}, ${clock((latest.total - latest.done) / perSecond)} left`;
}

const counts = ({ phase, done, total, unit }: Progress): string =>
  unit === "bytes" ? `${phase}: ${size(done)} of ${size(total)}` : `${phase}: ${done}/${total} ${unit}`;

const speedOf = (perSecond: number, unit: string): string =>
  unit === "bytes" ? `${size(perSecond)}/s` : `${rate(perSecond)} ${unit}/s`;

/** A bar of at most 30 columns before the state, the whole never wider than the terminal (less one, where some wrap). */
export function barLine(
  { done, total }: Progress,
  state: string,
  columns: number,
  paint: (text: string) => string,
): string {
  const room = Math.min(30, columns - 1 - displayWidth(state) - 1);
  if (room < 5) return [...state].slice(0, columns - 1).join("");
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = Math.floor(share * room);
  return `${paint("━".repeat(filled))}${"─".repeat(room - filled)} ${state}`;
}
