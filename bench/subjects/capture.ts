import { capturing } from "../harness/capturing.ts";
import { median } from "../harness/compare.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { CaptureBenchRequest } from "../harness/requests.ts";
import { subject, timed } from "../harness/subject.ts";

await subject<CaptureBenchRequest>(async (request) => {
  const { model: path, cacheDir, texts, promptTokens, runs, threads, precision, accuracy } = request;
  const { taps: patterns = ["layers.*.resid_post", "logits"] } = request;
  const { config, capturer } = await capturing({ path, cacheDir, precision, accuracy }, { threads, patterns });
  const spanned = texts.map((ids, i) => ({
    id: String(i),
    ids,
    spans: [{ start: promptTokens, end: ids.length, reduce: "mean" as const }],
  }));
  let firstMean = Number.NaN;
  const seconds = await timed({ warmUps: 1, repeats: runs }, async () => {
    for await (const { id, taps: found } of capturer.capture(spanned))
      if (id === "0") firstMean = found[`layers.${config.layers - 1}.resid_post`]?.[0]?.[0] ?? Number.NaN;
  });
  return {
    seconds: median(seconds),
    tokensPerSecond: texts.flat().length / median(seconds),
    peakMb: peakMemoryMb(),
    firstMean,
  };
});
