import type { ModelSpec } from "./load.ts";

/** The model of a spec as it is: with nothing that a persona does to it. */
export const asItIs = (spec: ModelSpec): ModelSpec => ({
  ...spec,
  adapter: undefined,
  steering: undefined,
  prefix: undefined,
});

/** Whether a spec's persona changes the model itself, and not only what is said to it. */
export const isChanged = ({ adapter, steering, prefix }: ModelSpec): boolean =>
  adapter !== undefined || steering !== undefined || prefix !== undefined;
