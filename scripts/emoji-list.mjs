// Writes data/unicode/emoji.txt, the pinned list of emoji. Run in a folder of its own, once a Unicode version:
//   npm install @unicode/unicode-18.0.0@2.0.7 unicode-emoji-json@0.9.0
//   node .../scripts/emoji-list.mjs > .../data/unicode/emoji.txt
// Sequences: the property RGI_Emoji of Unicode 18.0 less its nine components (skin tones and hair on their own), which
// is what emoji-test.txt calls fully-qualified. Groups and names: emoji-test.txt 17.0 as unicode-emoji-json has it, and
// the nine characters of Emoji 18.0 by hand.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "x.js"));
const load = async (name) => (await import(require.resolve(name))).default;
const sequences = await load("@unicode/unicode-18.0.0/Sequence_Property/RGI_Emoji/index.mjs");
const known = require("unicode-emoji-json/data-by-emoji.json");

const emoji18 = {
  "1FAEB": ["Smileys & Emotion", "cracking face"],
  "1FAF9": ["People & Body", "leftwards thumb sign"],
  "1FAFA": ["People & Body", "rightwards thumb sign"],
  "1FACC": ["Animals & Nature", "monarch butterfly"],
  "1FADD": ["Food & Drink", "pickle"],
  "1F6D9": ["Travel & Places", "lighthouse"],
  "1FA8B": ["Travel & Places", "meteor"],
  "1FA8C": ["Objects", "eraser"],
  "1FA8D": ["Objects", "net with handle"],
};
const groups = [
  "Smileys & Emotion",
  "People & Body",
  "Animals & Nature",
  "Food & Drink",
  "Travel & Places",
  "Activities",
  "Objects",
  "Symbols",
  "Flags",
];
const points = (text) => [...text].map((c) => c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")).join(" ");
const tone = /[\u{1F3FB}-\u{1F3FF}]/gu;
const component = /^[\u{1F3FB}-\u{1F3FF}\u{1F9B0}-\u{1F9B3}]$/u;
const bare = (text) => text.replace(/\uFE0F/g, "");

const facts = new Map(Object.entries(known).map(([text, { group, name }]) => [bare(text), [group, name]]));
for (const [hex, fact] of Object.entries(emoji18)) facts.set(String.fromCodePoint(parseInt(hex, 16)), fact);
// Two people with unlike skin tones are written with a ZWJ sequence where one tone has a single character.
const pairs = [
  [/^\u{1FAF1}\u200D\u{1FAF2}$/u, "\u{1F91D}"],
  [/^\u{1F469}\u200D\u{1F91D}\u200D\u{1F469}$/u, "\u{1F46D}"],
  [/^\u{1F469}\u200D\u{1F91D}\u200D\u{1F468}$/u, "\u{1F46B}"],
  [/^\u{1F468}\u200D\u{1F91D}\u200D\u{1F468}$/u, "\u{1F46C}"],
  ...["\u{1F430}", "\u{1FAEF}"].flatMap((middle, i) =>
    [
      ["\u{1F9D1}", ""],
      ["\u{1F468}", "\u200D\u2642"],
      ["\u{1F469}", "\u200D\u2640"],
    ].map(([person, sign]) => [
      new RegExp(`^${person}\u200D${middle}\u200D${person}$`, "u"),
      `${["\u{1F46F}", "\u{1F93C}"][i]}${sign}`,
    ]),
  ),
  [/^\u{1F9D1}\u200D\u2764\u200D\u{1F48B}\u200D\u{1F9D1}$/u, "\u{1F48F}"],
  [/^\u{1F9D1}\u200D\u2764\u200D\u{1F9D1}$/u, "\u{1F491}"],
];
function fact(text) {
  let base = bare(text).replace(tone, "");
  for (const [pattern, single] of pairs) if (!facts.has(base) && pattern.test(base)) base = single;
  return facts.get(base);
}

const lists = new Map(groups.map((group) => [group, []]));
const order = new Map(Object.keys(known).map((text, index) => [bare(text), index]));
for (const text of sequences) {
  if (component.test(text)) continue;
  const found = fact(text);
  if (!found) throw new Error(`no group for ${points(text)}`);
  const base = bare(text).replace(tone, "");
  lists.get(found[0]).push({ text, name: found[1], order: order.get(base) ?? 1e6, toned: tone.test(text) });
  tone.lastIndex = 0;
}
const out = ["# emoji: Unicode 18.0, fully-qualified; code points, then the name where no skin tone is given"];
for (const [group, list] of lists) {
  out.push(`# group: ${group}`);
  list.sort(
    (a, b) =>
      a.order - b.order ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
      a.text.length - b.text.length ||
      (a.text < b.text ? -1 : 1),
  );
  for (const { text, name, toned } of list) out.push(toned ? points(text) : `${points(text)}\t${name}`);
}
process.stdout.write(`${out.join("\n")}\n`);
