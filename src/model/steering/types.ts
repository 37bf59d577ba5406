import type { Edit } from "../edit/types.ts";

/**
 * Which tokens are steered. The last token of the prompt counts as one of the response, since it predicts the response's first: so
 * "response" is the last place of each forward pass, as arXiv 2507.21509 steers while generating.
 */
export const positions = ["all", "prompt", "response"] as const;
export type Positions = (typeof positions)[number];

/** What a persona's vector does to the residual stream behind one layer, in whatever run: `add` or `hold` at `layers.N.resid_post`. */
export type Steer = Extract<Edit, { kind: "add" | "hold" }> & { positions: Positions };

/** Whether some of it depends on where the prompt ends, which not every use of a model knows. */
export const isGated = (steering: readonly Steer[] = []): boolean => steering.some((one) => one.positions !== "all");
