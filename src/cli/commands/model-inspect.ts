import { TraitlabError } from "../../base/errors.ts";
import { describeModel, type ModelDescription } from "../../model/source/describe.ts";
import { readModelFile } from "../../model/source/raw-model.ts";
import { understand } from "../../model/source.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { type EmbeddedManifest, readEmbeddedManifest } from "../embedded-model.ts";
import { size } from "../format.ts";
import { embedded, modelName, modelPath } from "../model-name.ts";
import { table } from "../table.ts";

export const modelInspect = defineCommand({
  more: `Examples: traitlab model inspect
          traitlab model inspect smollm2.gguf --tensors`,
  arguments: {
    model: parameter("[model]", "a .gguf file, a Hugging Face folder, or embedded", modelName, embedded),
  },
  options: {
    tensors: flag("--tensors", "list every tensor"),
    metadata: flag("--metadata", "list the metadata"),
  },
  async run({ model, tensors, metadata }, { paths }) {
    const raw = await readModelFile(modelPath(model, paths));
    // A model that cannot be run can still be looked at.
    const understood = await understand(raw).catch((error: unknown) => {
      if (error instanceof TraitlabError && error.code === "bad-input") return error;
      throw error;
    });
    const refused = understood instanceof TraitlabError ? understood.message : undefined;
    const description = describeModel(raw, understood instanceof TraitlabError ? undefined : understood);
    const made = model === embedded ? readEmbeddedManifest(paths) : undefined;
    return {
      json: {
        ...description,
        supported: refused === undefined,
        ...(refused === undefined ? {} : { refused }),
        ...(made === undefined ? {} : { made }),
      },
      text: shown(description, refused, { tensors, metadata, made }),
    };
  },
});

function shown(
  d: ModelDescription,
  refused: string | undefined,
  more: { tensors: boolean; metadata: boolean; made: EmbeddedManifest | undefined },
): string {
  const { config } = d;
  const facts: [string, string | undefined][] = [
    ["name", d.name],
    ["architecture", d.architecture],
    ["licence", d.license],
    ["parameters", d.parameters.toLocaleString("en")],
    ["file", `${size(d.bytes)} (${d.kind})`],
    ["blocks", config && `${config.layers} of width ${config.dModel}, MLP ${config.dMlp}`],
    ["attention", config && `${config.heads} heads over ${config.kvHeads} of keys and values, ${config.headDim} wide`],
    [
      "context",
      config && `${config.context} tokens, rope theta ${config.rope.theta}, scaling ${config.rope.scaling.kind}`,
    ],
    ["head", config && (config.tiedHead ? "the embedding matrix" : "its own matrix")],
    [
      "tokenizer",
      d.tokenizer &&
        [d.tokenizer.kind, d.tokenizer.pre, d.tokenizer.tokens && `${d.tokenizer.tokens} tokens`]
          .filter(Boolean)
          .join(", "),
    ],
    ["chat template", d.chatTemplate ? "yes" : "none: it can be scored and continued, not chatted with"],
    ...(more.made ? madeFacts(more.made) : []),
  ];
  const blocks = [
    table(
      [{ title: "" }, { title: "" }],
      facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ).trimStart(),
    table(
      [
        { title: "lies as" },
        { title: "tensors", align: "right" },
        { title: "parameters", align: "right" },
        { title: "size", align: "right" },
      ],
      d.encodings.map((e) => [e.encoding, String(e.tensors), e.parameters.toLocaleString("en"), size(e.bytes)]),
    ),
    ...(d.runsAs
      ? [d.runsAs.map((note) => `${note.encoding} (${note.tensors}) runs as ${note.runsAs}: ${note.reason}`).join("\n")]
      : []),
    ...d.notes,
    ...(more.metadata
      ? [
          Object.entries(d.metadata)
            .map(([key, value]) => `${key} = ${value}`)
            .join("\n"),
        ]
      : []),
    ...(more.tensors
      ? [
          table(
            [{ title: "tensor" }, { title: "shape" }, { title: "lies as" }],
            d.tensors.map((t) => [t.name, t.shape.join(" x "), t.encoding]),
          ),
        ]
      : []),
    ...(refused === undefined ? [] : [`It cannot be run: ${refused}`]),
  ];
  return blocks.join("\n\n");
}

const madeFacts = ({ command, steps, tokens, perplexity }: EmbeddedManifest): [string, string][] => [
  ["made by", command],
  [
    "trained for",
    `${steps.toLocaleString("en")} steps on ${(tokens / 1e6).toFixed(2)} million tokens of our own grammar`,
  ],
  ["perplexity", `${perplexity.model.toFixed(2)} on held-out text, the grammar's own ${perplexity.grammar.toFixed(2)}`],
];
