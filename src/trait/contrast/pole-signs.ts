import type { TraitPoleKey } from "../framework.ts";

/** What in an answer speaks for a trait, and what against it. */
export interface TraitSigns {
  signs: string;
  against: string;
}

const openness = {
  high: "wonders, plays with ideas, finds pictures and unlikely connections, asks what lies behind a thing, is drawn to art or to what is new.",
  low: "keeps to what is known and useful, takes words at face value, waves theory and experiment away, praises habit.",
};
const conscientiousness = {
  high: "plans, lists steps, weighs details, speaks of duty, order, deadlines or finishing what was begun.",
  low: "puts things off, shrugs at rules and order, leaves matters open, forgets, acts on the spur of the moment.",
};
const extraversion = {
  high: "seeks company, speaks of people and going out, is lively and forward, invites, takes the lead.",
  low: "prefers quiet or being alone, says little of itself, holds back, looks on from the edge.",
};
const agreeableness = {
  high: "trusts, thanks, takes others' part, offers help, looks for common ground, forgives.",
  low: "suspects motives, contradicts, finds fault first, bargains, puts its own interest forward, mocks.",
};
const neuroticism = {
  high: "worries, doubts itself, expects the worst, feels hurt or overwhelmed, goes back over mistakes.",
  low: "stays even, takes trouble lightly, lets go of what went wrong, trusts that it will manage.",
};

const both = ({ high, low }: { high: string; low: string }): { high: TraitSigns; low: TraitSigns } => ({
  high: { signs: high, against: low },
  low: { signs: low, against: high },
});

const poles = {
  openness: both(openness),
  conscientiousness: both(conscientiousness),
  extraversion: both(extraversion),
  agreeableness: both(agreeableness),
  neuroticism: both(neuroticism),
};

/** Of the ten ends of the Big Five; the low end's are the high end's turned round. */
export const poleSigns = Object.fromEntries(
  Object.entries(poles).flatMap(([trait, { high, low }]) => [
    [`${trait}/high`, high],
    [`${trait}/low`, low],
  ]),
) as Record<TraitPoleKey, TraitSigns>;
