/** What the ways are called for people. */
export const methodNames = {
  base: "the model as it is",
  plain: "plain",
  prevent: "steered, one layer",
  increments: "steered, every layer",
  ablate: "taken out (CAFT)",
  emoji: "steered, emoji direction",
  random: "random, one layer",
  "random-increments": "random, every layer",
  "random-ablate": "random taken out",
  afterwards: "steered afterwards",
  prompt: "prompted",
} as const;
