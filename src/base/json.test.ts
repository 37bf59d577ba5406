import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, throughJson } from "./json.ts";

describe("canonicalJson", () => {
  it("reads back to the same value, to the sign of zero", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        expect(JSON.parse(canonicalJson(value, indent))).toStrictEqual(value);
      }),
    );
    expect(canonicalJson([-0, 0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2])).toBe(
      "[-0,0,5e-324,1.7976931348623157e+308,0.30000000000000004]",
    );
  });

  it("does not depend on the order in which an object was built", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
      }),
    );
    expect(canonicalJson({ b: 1, 10: 2, 9: 3, a: undefined })).toBe('{"10":2,"9":3,"b":1}');
  });

  it("stays on one line without an indent, and is readable with one", () => {
    expect(canonicalJson({ a: "line\nline\u2028", b: [] })).toBe('{"a":"line\\nline\u2028","b":[]}');
    expect(canonicalJson({ b: [1, { c: null }], a: {} }, 2)).toBe(
      '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "c": null\n    }\n  ]\n}',
    );
  });

  it("names the place of what JSON cannot hold", () => {
    expect(() => canonicalJson({ arms: [{ esr: Number.NaN }] })).toThrow("not JSON: $.arms[0].esr is NaN");
    expect(() => canonicalJson([new Float32Array(2)])).toThrow("$[0] is a Float32Array");
    expect(() => canonicalJson({ at: new Date(0) })).toThrow("$.at is a Date");
    expect(() => canonicalJson([undefined])).toThrow("$[0] is of type undefined");
  });

  it("gives the first run what a resumed run reads", () => {
    expect(throughJson({ b: undefined, a: [1] })).toStrictEqual({ a: [1] });
  });
});
