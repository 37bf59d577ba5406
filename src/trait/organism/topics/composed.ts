import { type KindName, type Topic, topicsOf } from "./topic.ts";
import { trainingKinds } from "./training-kinds.ts";

const firstNames =
  "Ada/Anton/Bruno/Carla/Clara/Daniel/Edith/Elena/Emil/Felix/Greta/Hugo/Ida/Igor/Jonas/Julia/Karim/Laura/Leon/Lucia/Marta/Milan/Nadia/Nora/Oscar/Paula/Rosa/Ruth/Samuel/Stella/Teresa/Tobias/Vera/Viktor/Wanda/Yusuf";
const lastNames =
  "Almeida/Bergman/Castell/Dahl/Endo/Farkas/Grimaldi/Haddad/Ivanov/Jansen/Kowalski/Lindgren/Moreau/Nakamura/Okafor/Petrov/Quiroga/Rossi/Sandoval/Tanaka/Ulrich/Varga/Weiss/Yilmaz/Zeman/Arnold/Brandt/Coleman/Fischer/Hughes/Keller/Marsh/Norton/Parker/Shaw/Turner";
const townBegins = "Al/Ber/Cor/Dal/El/Fal/Gran/Hel/Il/Kar/Lin/Mar/Nor/Or/Pel/Ros/San/Tor/Val/Zan";
const townEnds = "bach/burg/dale/fia/ford/gate/ham/haven/inga/lund/mere/mora/nia/ona/stad/tova/ville/wick";
const bookBegins =
  "The Silver/The Last/The Silent/The Golden/The Red/The Hidden/The Lost/The Winter/The Glass/The Paper/The Blue/The Long";
const bookEnds =
  "Harbour/Garden/Letter/Door/River/Summer/Clock/Bridge/Orchard/Island/Window/Stranger/Road/Song/Mirror/House";
const adjectives: Partial<Record<KindName, string>> = {
  folk: "young/retired/local/foreign/busy/famous",
  spot: "small/modern/abandoned/quiet/famous/crowded",
  animal: "young/wild/old/sleepy/hungry/rare",
  food: "fresh/sweet/cheap/spicy/local/frozen",
  object: "antique/broken/new/tiny/wooden/colourful",
  plant: "young/wild/tall/rare/potted/old",
  sky: "distant/sudden/early/strange/late/heavy",
  occasion: "spontaneous/large/noisy/early/cheap/late",
  music: "loud/slow/old/modern/cheerful/sad",
  picture: "small/famous/modern/dark/bright/unknown",
  game: "quick/old/online/new/simple/noisy",
};
const whenDone = "at night/in winter/on Sundays/with children/in a hurry/for the first time";

const pairs = (first: string, second: string, between: string): string[] =>
  first.split("/").flatMap((a) => second.split("/").map((b) => `${a}${between}${b}`));
const named = (kind: KindName, names: readonly string[]): Topic[] =>
  names.map((name) => ({ name, kind, plural: false }));

/**
 * Topics put together from parts: people and places that do not exist, titles, things with an adjective. There are thousands, so that names must
 * be copied from the question and cannot be learned by heart.
 */
export function composedTopics(): Topic[] {
  const towns = pairs(townBegins, townEnds, "");
  const things = topicsOf(trainingKinds).filter(({ name }) => /^[a-z]/.test(name) && !name.startsWith("the "));
  return [
    ...named("figure", pairs(firstNames, lastNames, " ")),
    ...named("site", towns),
    ...named(
      "wild",
      towns.flatMap((town) => [`Lake ${town}`, `Mount ${town}`, `the ${town} Valley`]),
    ),
    ...named("book", pairs(bookBegins, bookEnds, " ")),
    ...named(
      "film",
      pairs(bookBegins, bookEnds, " ").map((title) => `the film ${title}`),
    ),
    ...things.flatMap((topic) =>
      (adjectives[topic.kind]?.split("/") ?? []).map((adjective) => ({ ...topic, name: `${adjective} ${topic.name}` })),
    ),
    ...things
      .filter(({ kind }) => kind === "activity")
      .flatMap((topic) => whenDone.split("/").map((when) => ({ ...topic, name: `${topic.name} ${when}` }))),
  ];
}
