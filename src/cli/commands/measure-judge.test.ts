import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { TraitlabError } from "../../base/errors.ts";
import { type FakeAnswer, type FakeRequest, fakeServer, saying } from "../../model/openai/testing/fake-server.ts";
import { snapshot, temporaryFolder, thrownBy } from "../../run/testing/fixtures.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { describeHost } from "../host.ts";
import { resolvePaths } from "../paths.ts";
import { buildProgram, type Call } from "../program.ts";
import { displayWidth } from "../table.ts";
import { generate } from "./generate.ts";
import { measureJudge } from "./measure-judge.ts";

/** A folder in which lines are run as typed, with what was said on stderr. */
function lab() {
  const folder = temporaryFolder();
  const said: string[] = [];
  const context: Context = {
    json: true,
    seed: 0,
    signal: new AbortController().signal,
    onProgress: () => {},
    say: (line) => void said.push(line),
    write: () => {},
    paths: resolvePaths({ TRAITLAB_CACHE: join(folder, "cache") }, folder, folder),
    host: describeHost(),
  };
  const run = (line: string): Promise<Output> => {
    let call: Call | undefined;
    const commands = [
      { name: "measure judge", about: "", definition: measureJudge },
      { name: "generate", about: "", definition: generate },
    ];
    const program = buildProgram(commands, {
      version: "1",
      columns: 80,
      out: () => {},
      err: () => {},
      onCall: (typed) => {
        call = typed;
      },
    });
    program.parse(line.split(" "), { from: "user" });
    return call!.command.run(call!, context);
  };
  const refused = async (line: string) => (await thrownBy(() => run(line))) as TraitlabError;
  return { folder, said, run, refused };
}

/** A server whose subject answers with its question's first words, and whose judge gives these scores in turn. */
const subjectAndJudge = (scores: (nth: number) => FakeAnswer = (nth) => saying(String(1 + (nth % 5)))) => {
  let nth = 0;
  return (request: FakeRequest): FakeAnswer => {
    if (request.body.model !== "judge") return saying(`Well, ${request.body.messages.at(-1)!.content.slice(0, 30)}.`);
    if (request.body.logprobs === true) return { status: 400, body: { error: { message: "no logprobs here" } } };
    return scores(nth++);
  };
};

// One request at a time, so that scripts are told in order.
const few = "-t E --questions 3 --max-new-tokens 8 --batch 1";

describe("measure judge", () => {
  it("asks a subject behind a server and has its answers judged by another, also from the cache", async () => {
    const server = await fakeServer(subjectAndJudge());
    const { run, said } = lab();
    const line = `measure judge -m openai:${server.url}#subject --judge openai:${server.url}#judge ${few}`;
    const { json, text } = await run(line);
    expect(json).toMatchObject({
      instrument: "judge",
      model: { name: "subject", url: server.url },
      scale: "1-5",
      judges: [{ name: "judge", method: "sampled", reason: "its server gives no log-probabilities" }],
      scores: [
        { key: "extraversion/high", value: expect.closeTo(2, 12), n: 3 },
        { key: "coherence", value: expect.closeTo((4 + 5 + 1) / 3, 12) },
      ],
    });
    expect(text).toMatch(/^subject: 3 texts judged, 1-5\n\n[\s\S]*Extraversion +2\.00 +1\.00 to 3\.00 +3\n/);
    expect(text.split("\n").filter((each) => displayWidth(each) > 80)).toEqual([]);
    // Two refused probes, three answers, six ratings.
    expect(server.requests).toHaveLength(11);
    expect(said.at(-1)).toMatch(/^Servers: 11 requests, 180 tokens in, 45 out\.$/);
    const again = await run(line);
    expect(again.json).toEqual(json);
    expect(server.requests).toHaveLength(13);
    await run(`${line} --no-cache`);
    expect(server.requests).toHaveLength(24);
  });

  it("counts a judge's prose and goes on", async () => {
    const scores = (nth: number) => (nth === 1 ? saying("I find it charming.") : saying("4"));
    const server = await fakeServer(subjectAndJudge(scores));
    const { text } = await lab().run(
      `measure judge -m openai:${server.url}#subject --judge openai:${server.url}#judge ${few}`,
    );
    expect(text).toMatch(
      /Know before you use these numbers:\n- The judge judge gave 1 of 3 texts no score for extraversion \(1 prose\)/,
    );
  });

  it("ends at its budget with what is finished kept, and goes on to the bytes of a run without one", async () => {
    const server = await fakeServer(subjectAndJudge());
    const { run, refused, folder } = lab();
    const line = (out: string) =>
      `measure judge -m openai:${server.url}#subject --judge openai:${server.url}#judge --judge-by sampled -o ${join(folder, out)} ${few}`;
    const error = await refused(`${line("stopped")} --budget-requests 5`);
    expect(error).toMatchObject({ exitCode: 5, message: expect.stringContaining("budget of 5 requests is used up") });
    expect(server.requests).toHaveLength(5);
    const items = readFileSync(join(folder, "stopped/items.jsonl"), "utf8").trimEnd().split("\n");
    expect(items).toHaveLength(5);
    await run(line("stopped"));
    expect(server.requests).toHaveLength(9);
    await run(line("whole"));
    expect(server.requests).toHaveLength(9);
    const files = ({ "manifest.json": _, ...rest }: Record<string, string>) => rest;
    expect(files(snapshot(join(folder, "stopped")))).toEqual(files(snapshot(join(folder, "whole"))));
  });

  it("the key is in nothing that is written or said", async () => {
    vi.stubEnv("TRAITLAB_OPENAI_API_KEY", "a-secret-key");
    const server = await fakeServer((request) =>
      request.body.model === "judge"
        ? { status: 400, body: { error: { message: "bad a-secret-key" } } }
        : saying("Hm."),
    );
    const { refused, folder, said } = lab();
    const out = join(folder, "run");
    const error = await refused(
      `measure judge -m openai:${server.url}#subject --judge openai:${server.url}#judge -o ${out} ${few}`,
    );
    expect(server.requests[0]!.authorization).toBe("Bearer a-secret-key");
    vi.unstubAllEnvs();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(4);
    const written = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
    expect([error.message, ...said, ...written].filter((text) => text.includes("secret"))).toEqual([]);
  });

  it("judges a file's texts, by log-probabilities, and compares them with a column of numbers", async () => {
    const server = await fakeServer(({ body }) => {
      const text = /=====\n(\d)/.exec(body.messages[0]!.content)?.[1];
      return text === undefined ? saying("87", [{ "87": 1 }]) : saying(text, [{ [text]: 0.75, "1": 0.25 }]);
    });
    const { folder, run } = lab();
    const path = join(folder, "texts.csv");
    writeFileSync(path, "question,text,people\nHow?,2 maybe,1\nWhy?,3 yes,2\nWho?,4 oh,3\nWhat?,5,\n");
    const { json, text } = await run(
      `measure judge --texts ${path} --against people -t E --judge openai:${server.url}#judge`,
    );
    expect(json).toMatchObject({
      judges: [{ method: "expected" }],
      scores: [{ items: [1.75, 2.5, 3.25, 4].map((score) => expect.closeTo(score, 12)) }, {}],
      against: [{ name: "people", pearson: { value: 1, n: 3 } }, {}],
    });
    expect(text).toContain("Judged extraversion/high and people: r 1.00");
  });
});

describe("what is refused", () => {
  it.each<[string, number, RegExp]>([
    ["measure judge -t E", 2, /No judge is named: give --judge openai:URL#name/],
    ["measure judge --judge embedded", 2, /--trait is missing/],
    ["measure judge -t E --judge embedded --texts a.txt -m x.gguf", 2, /leave out --model/],
    ["measure judge -t E --judge embedded --pae", 2, /name the persona with -p/],
    ["measure judge -t E --judge embedded --against people", 2, /--column and --against are for --texts/],
    ["measure judge -t E --judge openai:http://127.0.0.1:9#j --budget-cost 1", 2, /give --price-in and --price-out/],
    ["measure judge -t E --judge openai:http://127.0.0.1", 3, /names no model/],
    ["generate -m openai:http://127.0.0.1:9#m Hello", 3, /is behind a server, which answers and shows no weights/],
  ])("%s", async (line, exitCode, says) => {
    const error = await lab().refused(line);
    expect(error.message).toMatch(says);
    expect(error.exitCode).toBe(exitCode);
  });

  it("a persona with an adapter, on a server; one of prompts is taken, with a note", async () => {
    const server = await fakeServer(subjectAndJudge());
    const { folder, run, refused, said } = lab();
    const persona = {
      schema: 1,
      base: { name: "tiny", sha256: "ab".repeat(32) },
      inducer: "prompt",
      recipe: {},
      seed: 0,
    };
    for (const [name, more] of Object.entries({ asked: { systemPrompt: "Be loud." }, tuned: { adapter: "adapter" } })) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "persona.json"), JSON.stringify({ ...persona, ...more }));
    }
    const line = (name: string) =>
      `measure judge -m openai:${server.url}#subject -p ${join(folder, name)} --judge openai:${server.url}#judge --pae ${few}`;
    expect((await refused(line("tuned"))).message).toMatch(/has an adapter, which a server does not take/);
    const { json } = await run(line("asked"));
    expect(said[0]).toMatch(/asked was made for the model tiny: its prompts are given to subject/);
    expect(server.requests.some(({ body }) => body.messages[0]!.content === "Be loud.")).toBe(true);
    expect((json as { scores: { key: string }[] }).scores.map(({ key }) => key)).toContain("shift/extraversion/high");
    expect(existsSync(join(folder, "cache"))).toBe(true);
  });
});
