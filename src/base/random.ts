import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers that depends on nothing but the run's seed and the stream's name. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number;
  /** 32 random bits as an unsigned integer. */
  bits(): number;
}

/**
 * Opens the stream `name` of the run seeded with `seed`. Streams of unlike names are independent (xoroshiro128+ started
 * from SHA-256 of seed and name), so what one part draws never shifts what another part draws, and a stream can be
 * opened again at any time: nothing random needs to be saved in a checkpoint but names and counters.
 */
export function randomStream(seed: number, name: string): RandomStream {
  const digest = createHash("sha256").update(`${seed}/${name}`).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  return {
    uniform: () => uniformFloat64(generator),
    integer: (low, high) => uniformInt(generator, low, high),
    bits: () => generator.next() >>> 0,
  };
}

/** Returns the items in a random order (Fisher-Yates); the input is left alone. */
export function shuffled<T>(items: readonly T[], stream: RandomStream): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = stream.integer(0, i);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** Standard normal draws (Box-Muller) into a new array of `length`. */
export function normals(length: number, stream: RandomStream): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform()));
    const angle = 2 * Math.PI * stream.uniform();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < length) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}
