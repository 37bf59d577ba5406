import { createHash } from "node:crypto";
import type { Directions } from "./about.ts";
import { aboutText } from "./about-text.ts";

/** SHA-256 of what directions are, whatever is suggested of their use: a sweep may note its suggestion without making them others. */
export function contentSha256({ about, vectors }: Directions): string {
  const { suggested: _, ...rest } = about;
  const hash = createHash("sha256").update(aboutText(rest));
  for (const [layer, vector] of vectors)
    hash.update(`layers.${layer}`).update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return hash.digest("hex");
}
