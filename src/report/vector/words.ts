/** Where a projection is read, in a few words. */
export const placeWords = { promptLast: "before", responseMean: "in the answer" } as const;

/** A number with its sign and two decimals: "+1.24", "-0.30". */
export const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;

/** "extraversion@5" as its vector and its layer. */
export function axisParts(id: string): [vector: string, layer: string] {
  const at = id.lastIndexOf("@");
  return [id.slice(0, at), id.slice(at + 1)];
}
