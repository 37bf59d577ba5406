/** A value as a bar to the left or right of a middle line, 2 * `half` + 1 columns wide; what reaches beyond `most` ends in an arrow. */
export function centredBar(value: number, { most = 3, half = 8 }: { most?: number; half?: number } = {}): string {
  const length = Math.min(half, Math.round((Math.abs(value) / most) * half));
  const beyond = Math.abs(value) > most;
  const body = "█".repeat(beyond ? half - 1 : length);
  const right = value >= 0;
  const drawn = beyond ? (right ? `${body}▶` : `◀${body}`) : body;
  return right ? `${" ".repeat(half)}│${drawn.padEnd(half)}` : `${drawn.padStart(half)}│${" ".repeat(half)}`;
}
