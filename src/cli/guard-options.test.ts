import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../model/testing/folder.ts";
import { untyped } from "./command.ts";
import { guardOf, guardOptions } from "./guard-options.ts";

const folder = temporaryFolder();
const none = untyped(guardOptions);
const guard = (given: Partial<typeof none>) => guardOf({ ...none, ...given });

describe("the guard that a command line names", () => {
  it("is none, or one of three", () => {
    expect(guard({})).toBeUndefined();
    expect(guard({ prevent: "v", guardLayers: [2, 3] })).toEqual({
      kind: "steer",
      file: "v",
      strength: 1,
      layers: [2, 3],
    });
    expect(guard({ prevent: "v", guardStrength: -0.5 })).toMatchObject({ kind: "steer", strength: -0.5 });
    expect(guard({ ablate: "v" })).toMatchObject({ kind: "ablate", file: "v" });
    expect(guard({ penalise: "3:17, 0:90" })).toEqual({
      kind: "penalise",
      units: [
        { layer: 3, unit: 17 },
        { layer: 0, unit: 90 },
      ],
      strength: 1,
    });
  });

  it("may be a folder that holds a vector", () => {
    const vector = join(folder, "vector.safetensors");
    expect(() => guard({ prevent: folder })).toThrow(`There is no vector at ${vector}`);
    writeFileSync(vector, "");
    expect(guard({ prevent: folder })).toMatchObject({ kind: "steer", file: vector });
    expect(guard({ ablate: folder })).toMatchObject({ kind: "ablate", file: vector });
  });

  it("may have its units in a file", () => {
    const file = join(folder, "units.json");
    writeFileSync(file, '[{"layer": 1, "unit": 5, "label": "what it does"}]');
    expect(guard({ penalise: file, guardStrength: 2 })).toEqual({
      kind: "penalise",
      units: [{ layer: 1, unit: 5 }],
      strength: 2,
    });
    writeFileSync(file, '[{"layer": -1, "unit": 5}]');
    expect(() => guard({ penalise: file })).toThrow("is no list of units");
    writeFileSync(file, "[");
    expect(() => guard({ penalise: file })).toThrow("units.json is not JSON");
  });

  it("is refused where it is two, or where what belongs to another is given", () => {
    expect(() => guard({ prevent: "v", ablate: "w" })).toThrow("--prevent and --ablate are guards of their own");
    expect(() => guard({ guardLayers: [1] })).toThrow("--guard-layers says how a guard acts, and none was given");
    expect(() => guard({ penalise: "1:1", guardLayers: [1] })).toThrow("and --penalise was given");
    expect(() => guard({ ablate: "v", guardStrength: 2 })).toThrow(
      "--guard-strength says how a guard acts, and --ablate",
    );
    expect(() => guard({ penalise: "1:1", guardStrength: -1 })).toThrow("takes a number from 0");
    expect(() => guard({ penalise: "1-1" })).toThrow('"1-1" is neither');
  });
});
