import { describe, expect, test } from "vitest";
import { Graph } from "../../graph/graph.ts";
import { architectureOf } from "../architectures/registry.ts";
import { DecoderBuilder } from "../decoder/builder.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import { goldenLlama } from "../testing/golden-llama.ts";
import { resolveTaps, tapNames } from "./tap-names.ts";

test("the names are those that the architecture gives its activations, in its order", async () => {
  const { config, weights } = await goldenLlama("tied");
  const graph = new Graph();
  const seen: string[] = [];
  const tap = (name: string, value: ReturnType<typeof graph.input>) => {
    seen.push(name);
    return value;
  };
  const builder = new DecoderBuilder(graph, config, weights, {
    layout: flatLayout(graph, config),
    accuracy: "f32",
    tap,
  });
  builder.head(architectureOf(config.architecture)(builder));
  expect(tapNames(config.layers)).toEqual(seen);
});

describe("patterns", () => {
  test("name taps in the order of computing, each once", () => {
    expect(resolveTaps(["final_norm", "layers.*.resid_post", "layers.1.resid_post"], 2)).toEqual([
      "layers.0.resid_post",
      "layers.1.resid_post",
      "final_norm",
    ]);
    expect(resolveTaps(["layers.1.*"], 12)).toEqual(tapNames(12).slice(6, 12));
    expect(resolveTaps(["*"], 3)).toEqual(tapNames(3));
  });

  test.each([
    ["layers.0.resid", "layers.0.resid_pre, layers.0.resid_mid, layers.0.resid_post"],
    ["layers.0.mlp+act", "layers.0.mlp.act, layers.0.mlp_out, logits"],
    ["layers.x.mlp_out", "layers.*.mlp_out, layers.*.mlp.act, layers.*.attn_out"],
    ["resid_post", "layers.*.resid_post, layers.*.resid_pre, layers.*.resid_mid"],
    ["layers.*.neurons", "layers.*.mlp_out, logits, layers.*.attn_out"],
    ["LOGITS", "logits, layers.*.mlp.act, layers.*.mlp_out"],
    ["", "logits, layers.*.mlp.act, layers.*.mlp_out"],
  ])("that name nothing are refused: %j", (pattern, nearest) => {
    expect(() => resolveTaps(["logits", pattern], 2)).toThrow(
      `the model has no tap "${pattern}"; nearest are ${nearest}; legal are final_norm, logits and, for N from 0 to 1, layers.N.resid_pre, layers.N.attn_out, layers.N.resid_mid, layers.N.mlp.act, layers.N.mlp_out, layers.N.resid_post; * stands for any part of a name.`,
    );
  });

  test.each(["layers.2.resid_post", "layers.2", "layers.17.*"])(
    "of a layer beyond the last are refused: %j",
    (pattern) => {
      const layer = /\d+/.exec(pattern)?.[0];
      const message = `the model has no layer ${layer} for the tap "${pattern}": its layers are 0 to 1.`;
      expect(() => resolveTaps(["logits", pattern], 2)).toThrow(message);
    },
  );

  test("none at all are refused", () => {
    expect(() => resolveTaps([], 2)).toThrow(/^no tap was asked for; legal are/);
  });
});
