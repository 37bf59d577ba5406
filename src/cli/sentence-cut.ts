import type { SentenceCut } from "../trait/corpus/tuning.ts";
import type { Kind } from "./kinds.ts";

/** How much of each training answer is used. */
export const sentenceCut: Kind<SentenceCut> = {
  takes: "1, 2 or all",
  read: (given) => (given === "all" ? "all" : given === "1" ? 1 : given === "2" ? 2 : undefined),
};
