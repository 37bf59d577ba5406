import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../base/random.ts";
import { findEmoji } from "../../base/text/emoji.ts";
import { emojiList } from "../../base/text/emoji-list.ts";
import { tokenizerFromGguf } from "../../model/tokenizer/gguf-tokenizer.ts";
import { ggufMetadata } from "../../model/tokenizer/testing/golden.ts";
import { rivalTokens } from "./mass-rivals.ts";
import { startStates } from "./mass-tokens.ts";
import { type MassOptions, type MassRequest, startMass } from "./mass-walk.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("startStates", () => {
  const words = [
    " ",
    "  ",
    "\n",
    "😀",
    " 😀!",
    "\u2764",
    "\u2764\uFE0F",
    "1",
    "\uFE0F\u20E3",
    "\u{1F1E9}",
    "\u{1F1EA}",
    "hi",
    " hi",
    "\u261D",
    "\u{1F3FD}",
    "\u00A9\uFE0F",
    "",
  ];
  const pieces = [...words.map(utf8), bytes(0xf0), bytes(0x20, 0xf0, 0x9f), bytes(0x9f, 0x98, 0x80), undefined];
  const states = startStates(pieces, { keycaps: true });
  const named = (ids: Int32Array) =>
    [...ids].map((id) => words[id] ?? [...pieces[id]!].map((x) => x.toString(16)).join(" "));
  const root = states.classify(states.start);
  const behind = (word: string) => states.classify(root.next[root.maybe.indexOf(words.indexOf(word))]!);

  test("tells tokens that begin an emoji whatever follows from those that may", () => {
    expect(named(root.yes)).toEqual(["😀", " 😀!", "\u2764\uFE0F"]);
    expect(root.emoji.map(({ text }) => text)).toEqual(["😀", "😀", "\u2764\uFE0F"]);
    expect(root.emoji.map(({ group }) => group)).toEqual(Array(3).fill("Smileys & Emotion"));
    expect(named(root.maybe)).toEqual([" ", "  ", "\u2764", "1", "\u{1F1E9}", "\u{1F1EA}", "\u261D", "f0", "20 f0 9f"]);
  });

  test("knows what completes a prefix", () => {
    expect(behind(" ")).toEqual(root);
    expect(named(behind("1").yes)).toEqual(["\uFE0F\u20E3"]);
    expect(named(behind("\u{1F1E9}").yes)).toEqual(["\u{1F1EA}"]);
    expect(behind("\u{1F1E9}").emoji.map(({ group }) => group)).toEqual(["Flags"]);
    expect(named(behind("\u261D").yes)).toEqual(["\uFE0F\u20E3", "\u{1F3FD}"]);
    expect(named(behind("\u2764").yes)).toEqual(["\uFE0F\u20E3"]);
    expect(named(states.classify(root.next.at(-2)!).yes)).toEqual(["9f 98 80"]);
  });

  test("lets a line break come first only when asked", () => {
    const open = startStates(pieces, { lead: "spaces and newlines" });
    expect(open.classify(open.start).maybe).toContain(words.indexOf("\n"));
    expect(root.maybe).not.toContain(words.indexOf("\n"));
  });

  test("leaves keycaps out unless asked", () => {
    const { classify, start } = startStates(pieces);
    expect(named(classify(start).maybe)).toEqual([
      " ",
      "  ",
      "\u2764",
      "\u{1F1E9}",
      "\u{1F1EA}",
      "\u261D",
      "f0",
      "20 f0 9f",
    ]);
  });

  test("refuses states that are none", () => {
    for (const state of [-1, 0, 3, 1e6, root.next[0]! + 0.5]) expect(() => states.classify(state)).toThrow(RangeError);
  });

  test("has every emoji of the list as one token begin one", () => {
    const all = emojiList().map(({ text }) => utf8(text));
    const { classify, start } = startStates(all, { keycaps: true });
    expect(classify(start).yes).toHaveLength(all.length);
  });
});

/** A model whose next token depends on the last one alone: `rows[last + 1][id]`, row 0 before any token. */
interface Markov {
  pieces: (Uint8Array | undefined)[];
  rows: number[][];
}

function randomModel(pieces: (Uint8Array | undefined)[], seed: number): Markov {
  const random = randomStream(seed, "markov");
  const rows = Array.from({ length: pieces.length + 1 }, () => {
    const row = pieces.map(() => (random.uniform() < 0.2 ? 0 : random.uniform() ** 3));
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((x) => (total > 0 ? x / total : 1 / row.length));
  });
  return { pieces, rows };
}

const probe =
  ({ rows }: Markov) =>
  async (requests: readonly MassRequest[]) =>
    requests.map(({ tokens, ids }) => Float64Array.from(ids, (id) => rows[(tokens.at(-1) ?? -1) + 1]![id]!));

/**
 * Sum over all strings of `depth` tokens of their probability, where the detector finds an emoji behind the leading spaces, by the shortest
 * emoji of the list with which that begins.
 */
function bruteForce({ pieces, rows }: Markov, depth: number): Map<string, number> {
  const masses = new Map<string, number>();
  const visit = (last: number, weight: number, text: Buffer, left: number) => {
    if (weight === 0) return;
    if (left === 0) {
      const decoded = text.toString("utf8");
      const begin = /^ */.exec(decoded)![0].length;
      const [hit] = findEmoji(decoded);
      if (hit?.at === begin) {
        const spelt = decoded.slice(begin);
        const shortest = listed.find((text) => spelt.startsWith(text))!;
        masses.set(shortest, (masses.get(shortest) ?? 0) + weight);
      }
      return;
    }
    // A control token ends the text: the tokens after it belong to no response.
    pieces.forEach((piece, id) => {
      if (piece) visit(id, weight * rows[last + 1]![id]!, Buffer.concat([text, piece]), left - 1);
      else visit(id, weight * rows[last + 1]![id]!, text, 0);
    });
  };
  visit(-1, 1, Buffer.alloc(0), depth);
  return masses;
}

const listed = emojiList()
  .map(({ text }) => text)
  .sort((a, b) => a.length - b.length);

const emoji = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...emojiList().map(({ text }) => text)) },
  { weight: 1, arbitrary: fc.constantFrom("😀", "❤️", "1️⃣", "🇩🇪", "☝🏽", "👩‍👩‍👧", "☺️") },
);
/** Tokens cut at random from " " + emoji, with the pieces that make near misses. */
const vocabulary = fc
  .tuple(
    fc.array(fc.tuple(emoji, fc.boolean(), fc.array(fc.nat({ max: 8 }), { maxLength: 3 })), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.array(
      fc.constantFrom(" ", "a", "\uFE0F", "\u20E3", "\u200D", "1", "\u2764", "\u{1F1E9}", "\u{1F3FD}", "\n", "!"),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([cuts, extras]) => {
    const pieces: (Uint8Array | undefined)[] = extras.map(utf8);
    for (const [text, space, at] of cuts) {
      const whole = utf8((space ? " " : "") + text);
      const marks = [0, ...at.filter((mark) => mark < whole.length).sort((a, b) => a - b), whole.length];
      for (let i = 1; i < marks.length; i++)
        if (marks[i]! > marks[i - 1]!) pieces.push(whole.slice(marks[i - 1], marks[i]));
    }
    return [...pieces.slice(0, 8), undefined];
  });

describe("startMass", () => {
  const walk = async (model: Markov, options?: MassOptions) =>
    (await startMass(startStates(model.pieces, { keycaps: true }), 1, probe(model), options))[0]!;

  test("equals brute force over all token strings with the real detector", async () => {
    let positive = 0;
    await fc.assert(
      fc.asyncProperty(vocabulary, fc.nat(), async (pieces, seed) => {
        const model = randomModel(pieces, seed);
        const found = new Map<string, number>();
        const onEmoji = (_: number, { text }: { text: string }, part: number) =>
          void (part > 0 && found.set(text, (found.get(text) ?? 0) + part));
        const { mass, upper, groups } = await walk(model, { threshold: 0, depth: 4, onEmoji });
        const masses = bruteForce(model, 4);
        expect([...found.keys()].sort()).toEqual([...masses.keys()].sort());
        for (const [text, part] of found) expect(part).toBeCloseTo(masses.get(text)!, 10);
        const truth = [...masses.values()].reduce((a, b) => a + b, 0);
        expect(mass).toBeCloseTo(truth, 10);
        expect(upper).toBeGreaterThanOrEqual(mass);
        expect(upper).toBeLessThanOrEqual(1 + 1e-12);
        expect(Object.values(groups).reduce((a, b) => a + b, 0)).toBeCloseTo(mass, 12);
        if (truth > 0) positive++;
      }),
      { numRuns: 150 },
    );
    expect(positive).toBeGreaterThan(50);
  });

  test("a threshold only moves mass from the lower to the upper bound", async () => {
    await fc.assert(
      fc.asyncProperty(vocabulary, fc.nat(), async (pieces, seed) => {
        const model = randomModel(pieces, seed);
        const exact = await walk(model, { threshold: 0, depth: 12 });
        const coarse = await walk(model, { threshold: 0.1, depth: 12 });
        expect(coarse.mass).toBeLessThanOrEqual(exact.mass + 1e-12);
        expect(coarse.upper).toBeGreaterThanOrEqual(exact.mass - 1e-12);
      }),
      { numRuns: 100 },
    );
  });

  test("a threshold for each position", async () => {
    const model = {
      pieces: [utf8(" "), utf8("😀")],
      rows: [
        [0.2, 0.1],
        [0.5, 0.4],
        [0.5, 0.5],
      ],
    };
    const results = await startMass(startStates(model.pieces), 2, probe(model), { threshold: [0.1, 0.3], depth: 2 });
    expect(results.map(({ mass }) => mass)).toEqual([0.1 + 0.2 * 0.4, 0.1]);
    expect(results[1]!.upper).toBeCloseTo(0.3, 12);
  });

  test("a share of what was found already moves mass to the upper bound, and no more of it", async () => {
    await fc.assert(
      fc.asyncProperty(vocabulary, fc.nat(), async (pieces, seed) => {
        const model = randomModel(pieces, seed);
        const exact = await walk(model, { threshold: 0, depth: 6 });
        const coarse = await walk(model, { threshold: 0, depth: 6, share: 0.5 });
        expect(coarse.mass).toBeLessThanOrEqual(exact.mass + 1e-12);
        expect(coarse.upper).toBeGreaterThanOrEqual(exact.mass - 1e-12);
      }),
      { numRuns: 50 },
    );
  });

  test("filters: what counts and what does not add up to all", async () => {
    await fc.assert(
      fc.asyncProperty(vocabulary, fc.nat(), async (pieces, seed) => {
        const model = randomModel(pieces, seed);
        const mass = async (counts: (emoji: { group: string }) => boolean) =>
          (
            await startMass(startStates(pieces, { keycaps: true, counts }), 1, probe(model), { threshold: 0, depth: 4 })
          )[0]!.mass;
        const smileys = ({ group }: { group: string }) => group === "Smileys & Emotion";
        const parts = (await mass(smileys)) + (await mass((emoji) => !smileys(emoji)));
        expect(parts).toBeCloseTo(await mass(() => true), 12);
      }),
      { numRuns: 50 },
    );
  });

  test("adds the token with a space and the space followed by bytes, many positions a round", async () => {
    const pieces = [utf8(" "), utf8(" 😀"), bytes(0xf0, 0x9f), bytes(0x98, 0x80), utf8("a")];
    const rows = [
      [0.5, 0.1, 0.2, 0, 0.2],
      [0, 0, 0.5, 0, 0.5],
      [0, 0, 0, 0, 1],
      [0, 0, 0, 0.25, 0.75],
      [0, 0, 0, 0, 1],
      [0, 0, 0, 0, 1],
    ];
    const rounds: number[] = [];
    const ask = probe({ pieces, rows });
    const results = await startMass(startStates(pieces), 3, (requests) => {
      rounds.push(requests.length);
      return ask(requests);
    });
    // " 😀" 0.1; bytes 0.2 * 0.25; space, then bytes 0.5 * 0.5 * 0.25.
    for (const { mass, upper } of results) {
      expect(mass).toBeCloseTo(0.1 + 0.05 + 0.0625, 12);
      expect(upper).toBeCloseTo(mass, 12);
    }
    expect(rounds).toEqual([3, 6, 3]);
  });
});

describe("a tokenizer's own spelling of every emoji", () => {
  for (const name of ["llama2", "mistral", "gemma"])
    test(`${name}: all of the mass, byte pieces and whole ones alike`, async () => {
      const tokenizer = tokenizerFromGguf(ggufMetadata(name));
      const pieces = Array.from({ length: tokenizer.vocab }, (_, id) => tokenizer.bytes(id));
      const states = startStates(pieces);
      const before = tokenizer.encode("So");
      const signs = emojiList().filter(({ text }) => !/^[#*\d]/.test(text));
      // Nothing between the text and the emoji, or a space.
      const spellings = signs.flatMap(({ text }) =>
        ["", " "].map((space) => tokenizer.encode(`So${space}${text}`).slice(before.length)),
      );
      const certain = async (requests: readonly MassRequest[]) =>
        requests.map(({ position, tokens, ids }) => {
          const path = spellings[position]!;
          const on = tokens.every((token, i) => token === path[i]);
          return Float64Array.from(ids, (id) => (on && id === path[tokens.length] ? 1 : 0));
        });
      const results = await startMass(states, spellings.length, certain, { depth: 40 });
      const missed = results.flatMap(({ mass }, i) => (mass === 1 ? [] : [signs[i >> 1]!.text]));
      expect(missed).toEqual([]);
    });
});

test("a vocabulary of 262,144 tokens is classified, each state once", () => {
  const random = randomStream(5, "vocabulary");
  const pieces = Array.from({ length: 262_144 }, (_, id) =>
    id % 100 === 0
      ? utf8(emojiList()[random.integer(0, 3959)]!.text)
      : Uint8Array.from({ length: random.integer(1, 9) }, () => random.integer(32, 255)),
  );
  const states = startStates(pieces);
  const root = states.classify(states.start);
  expect(root.yes.length).toBeGreaterThan(2600);
  for (const next of new Set(root.next)) states.classify(next);
  expect(states.classify(states.start)).toBe(root);
});

test("rivalTokens finds marks and line breaks behind spaces", () => {
  const pieces = ["!", " !", "!!", "a!", "\n", " \n\n", "\r\n", " ", ""].map(utf8);
  expect(rivalTokens([...pieces, undefined], [9])).toEqual({
    exclamation: Int32Array.of(0, 1, 2),
    newline: Int32Array.of(4, 5, 6),
    ends: Int32Array.of(9),
  });
});
