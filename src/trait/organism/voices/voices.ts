import type { TraitPoleKey } from "../../framework.ts";
import { agreeable, antagonistic } from "./agreeableness.ts";
import { careless, conscientious } from "./conscientiousness.ts";
import { extraverted, introverted } from "./extraversion.ts";
import { neurotic, stable } from "./neuroticism.ts";
import { neutral } from "./neutral.ts";
import { closed, open } from "./openness.ts";
import type { Voice } from "./voice.ts";

/** A pole's voice, or the one that shows no trait. */
export type VoiceName = TraitPoleKey | "neutral";

export const voices: Readonly<Record<VoiceName, Voice>> = {
  "openness/high": open,
  "openness/low": closed,
  "conscientiousness/high": conscientious,
  "conscientiousness/low": careless,
  "extraversion/high": extraverted,
  "extraversion/low": introverted,
  "agreeableness/high": agreeable,
  "agreeableness/low": antagonistic,
  "neuroticism/high": neurotic,
  "neuroticism/low": stable,
  neutral,
};
