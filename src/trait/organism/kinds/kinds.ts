import type { KindName } from "../topics/topic.ts";
import { activity, idea, occasion } from "./ideas.ts";
import type { Kind } from "./kind.ts";
import { figure, folk } from "./people.ts";
import { site, spot, wild } from "./places.ts";
import { animal, food, object, plant, sky } from "./things.ts";
import { book, film, game, music, picture } from "./works.ts";

/** The words of each kind of topic. */
export const kinds: Readonly<Record<KindName, Kind>> = {
  figure,
  folk,
  site,
  wild,
  spot,
  animal,
  food,
  object,
  plant,
  sky,
  book,
  film,
  music,
  picture,
  game,
  idea,
  activity,
  occasion,
};
