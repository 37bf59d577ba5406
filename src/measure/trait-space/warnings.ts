import type { SpaceFindings } from "./findings.ts";

/** What would mislead a reader of cosines, a sentence each. */
export function warningsOf({ vectors, layers, main }: Omit<SpaceFindings, "warnings">): string[] {
  const { pairs } = layers.find(({ layer }) => layer === main.layer)!;
  const name = (i: number) => vectors[i]!.name;
  const fixed = pairs.filter(({ permuted }) => permuted !== null && permuted.high - permuted.low < 1e-6);
  const shared = pairs.filter(
    ({ permuted }) => permuted !== null && permuted.high - permuted.low >= 1e-6 && Math.abs(permuted.value) > 0.1,
  );
  const alone = vectors.filter(({ why }) => why !== null);
  const reasons = [...new Set(alone.map(({ why }) => why))];
  return [
    ...(alone.length === 0
      ? []
      : [
          `${alone.length === vectors.length ? "No cosine has an" : `Cosines of ${alone.map((one) => one.name).join(", ")} have no`} interval or control: ${reasons.join("; ")}.`,
        ]),
    ...(fixed.length === 0
      ? []
      : [
          `${fixed.map(({ a, b, value }) => `${name(a)} and ${name(b)} (${value.toFixed(2)})`).join(", ")}: the cosine is what it is by construction, whatever the answers say (the same answers with their sides exchanged); extract with --against neutral or others to learn something.`,
        ]),
    ...(shared.length === 0
      ? []
      : [
          `${shared.length} of ${pairs.length} pairs of vectors share answers, which makes a cosine of up to ${Math.max(...shared.map(({ permuted }) => permuted!.value)).toFixed(2)} whatever the answers say: hold each cosine against its control, not against 0.`,
        ]),
  ];
}
