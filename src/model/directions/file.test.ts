import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeSafetensors } from "../safetensors/write.ts";
import { temporaryFolder } from "../testing/folder.ts";
import type { Directions } from "./about.ts";
import { readDirections, writeDirections } from "./file.ts";

const folder = temporaryFolder();
const sha256 = "a".repeat(64);
const config = { layers: 3, dModel: 4 };
const about: Directions["about"] = {
  model: { name: "tiny", sha256 },
  meaning: "an emoji comes next",
  pooling: "the token itself",
  positions: "before an emoji; sentence ends without one",
  recipe: { name: "mean-difference", minPlaces: 20 },
  counts: { positive: { texts: 3, places: 30 }, negative: { texts: 4, places: 40 } },
  medianNorms: { "layers.0.resid_post": 1.5, "layers.2.resid_post": 0.1 + 0.2 },
};
// Values that a detour through text or halves would change: the smallest number, the largest, minus zero.
const vectors = new Map([
  [0, Float32Array.of(1e-45, -0, 0.1, 3.4028235e38)],
  [2, Float32Array.of(1 / 3, -1, 0, 2 ** -126)],
]);
const path = join(folder, "good.safetensors");

describe("a file of directions", () => {
  it("comes back to the bit, with all that it says of itself, and the same directions are the same bytes", async () => {
    await writeDirections(path, { about, vectors });
    const back = await readDirections(path, { config, sha256 });
    expect(back.about).toEqual(about);
    expect([...back.vectors.keys()]).toEqual([0, 2]);
    for (const [layer, values] of vectors)
      expect(new Uint8Array(back.vectors.get(layer)!.buffer)).toEqual(new Uint8Array(values.buffer));
    const again = join(folder, "again.safetensors");
    await writeDirections(again, { about, vectors: new Map([...vectors].reverse()) });
    expect(readFileSync(again)).toEqual(readFileSync(path));
  });

  it("of another model is refused unless it is forced", async () => {
    const other = { config, sha256: "b".repeat(64) };
    await expect(readDirections(path, other)).rejects.toThrow('made with the model "tiny" (SHA-256 aaaaaaaaaaaa...)');
    expect((await readDirections(path, { ...other, force: true })).vectors.size).toBe(2);
  });

  it("of another width or depth is refused, forced or not", async () => {
    const force = { sha256, force: true };
    await expect(readDirections(path, { config: { ...config, dModel: 5 }, ...force })).rejects.toThrow(
      'direction "layers.0.resid_post" has the shape [4], and this model\'s residual stream [5]',
    );
    await expect(readDirections(path, { config: { ...config, layers: 2 }, ...force })).rejects.toThrow(
      'a direction "layers.2.resid_post", and the model has layers.N.resid_post for N from 0 to 1',
    );
  });

  it("cannot hold a vector without length or with a number that is none", async () => {
    const nowhere = { about, vectors: new Map([[1, Float32Array.of(0, -0, 0, 0)]]) };
    await expect(writeDirections(path, nowhere)).rejects.toThrow('"layers.1.resid_post" is all zero');
    const broken = { about, vectors: new Map([[1, Float32Array.of(0, NaN, 0, 0)]]) };
    await expect(writeDirections(path, broken)).rejects.toThrow(
      '"layers.1.resid_post" holds a number that is not finite',
    );
  });

  it("is checked when it is read: vectors, names, and what it says of itself", async () => {
    const bad = join(folder, "bad.safetensors");
    const good = { schema: 1, convention: "layers.N.resid_post", ...about };
    const write = (name: string, values: Float32Array, said: unknown = good, format = "traitlab directions") =>
      writeSafetensors(bad, new Map([[name, { shape: [values.length], values }]]), {
        format,
        about: JSON.stringify(said),
      });
    const read = () => readDirections(bad, { config, sha256 });
    const fine = Float32Array.of(1, 2, 3, 4);
    await write("layers.1.resid_post", Float32Array.of(1, Infinity, 0, 0));
    await expect(read()).rejects.toThrow("not finite");
    await write("layers.1.resid_pre", fine);
    await expect(read()).rejects.toThrow('"layers.1.resid_pre"');
    await write("layers.1.resid_post", fine, { ...good, meaning: 3 });
    await expect(read()).rejects.toThrow('"meaning"');
    await write("layers.1.resid_post", fine, good, "pt");
    await expect(read()).rejects.toThrow("not one of directions");
    await writeSafetensors(bad, new Map(), { format: "traitlab directions", about: JSON.stringify(good) });
    await expect(read()).rejects.toThrow("holds no direction");
    await expect(readDirections(join(folder, "none"), { config, sha256 })).rejects.toThrow("none");
  });
});
