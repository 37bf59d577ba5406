/** Who the commands' arms are; those of a study are named as they are there. */
export const armNames = (arm: string): string =>
  ({ base: "the model as it is", persona: "the persona", against: "the other persona", control: "the control" })[arm] ??
  arm;
