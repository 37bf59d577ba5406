import fc from "fast-check";

/**
 * Property tests draw the same cases in every run, so that a tree is green or red for good.
 * `PROPERTY_SEED=random npm test` looks for new counterexamples; a number repeats what such a run printed.
 */
const asked = process.env.PROPERTY_SEED ?? "20240910";
if (asked !== "random") fc.configureGlobal({ seed: Number(asked) });
