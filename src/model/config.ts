/** How positions enter attention: rotary embedding over the first `dims` entries of each head, halves paired (Hugging Face order). */
export interface RopeConfig {
  theta: number;
  /** Rotated entries of a head; the rest passes unrotated. */
  dims: number;
  scaling:
    | { kind: "none" }
    | { kind: "linear"; factor: number }
    | { kind: "dynamic"; factor: number; originalContext: number }
    | { kind: "llama3"; factor: number; lowFreqFactor: number; highFreqFactor: number; originalContext: number }
    /** Divisors of each frequency, as a GGUF's `rope_freqs.weight` lists them. */
    | { kind: "factors"; factors: readonly number[] };
}

/** The seven projections of a block, by the names that Hugging Face and PEFT use. */
export const projections = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"] as const;
export type Projection = (typeof projections)[number];

/** What the graph must know of a decoder; read from `config.json` or from a GGUF's metadata. */
export interface ModelConfig {
  /** The architecture's name, a key of the registry in `model/architectures/`. */
  architecture: string;
  layers: number;
  dModel: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  dMlp: number;
  vocab: number;
  /** Longest sequence the model was made for, in tokens. */
  context: number;
  normEps: number;
  rope: RopeConfig;
  /** The output head is the embedding matrix. */
  tiedHead: boolean;
}
