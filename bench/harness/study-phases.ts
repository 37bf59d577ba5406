interface LogLine {
  event: string;
  time: string;
}

/**
 * Seconds of each phase of a study, from the log of its run: from the command to the open run, answers and masses before any tuning, all
 * tunings together, answers and masses after them (the statistics are in the last of these), and from the findings to the end.
 * @param begun when the command was given, in ms; `ended` when it came back
 */
export function phasesOf(log: string, begun: number, ended: number): Record<string, number> {
  const lines = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as LogLine)
    .map(({ event, time }) => ({ event, at: Date.parse(time) }));
  const times = (event: string) => lines.filter((line) => line.event === event).map(({ at }) => at);
  const [opened, finished, starts, ends] = [times("open")[0]!, times("done")[0]!, times("step"), times("step done")];
  if (finished === undefined || starts.length !== ends.length || starts.length === 0)
    throw new Error("the log is not that of one whole study");
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const tuning = sum(ends) - sum(starts);
  const seconds = {
    "load: program, model's hash, run": opened - begun,
    "measure before tuning: answers and masses": starts[0]! - opened,
    tune: tuning,
    "measure after tuning, statistics": finished - starts[0]! - tuning,
    report: ended - finished,
  };
  return Object.fromEntries(Object.entries(seconds).map(([phase, ms]) => [phase, ms / 1000]));
}
