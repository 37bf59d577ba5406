import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { massTask, type ResponseMass } from "../../measure/emoji/mass-task.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { writeAdapter } from "../../model/adapter/peft.ts";
import type { LoraAdapter } from "../../model/adapter/types.ts";
import { projectionShape } from "../../model/decoder/projection-shape.ts";
import { type ModelSpec, readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { layersSection } from "../../report/explain/layers.ts";
import { page } from "../../report/html/page.ts";
import { tagsOf } from "../../report/testing/well-formed.ts";
import { traitPole } from "../../trait/big-five.ts";
import type { ExplainedArm } from "../arm.ts";
import type { ReadText } from "../texts.ts";
import { explainLayers, type LayersRequest } from "./explain.ts";
import { type LayersFindings, layersFindingsSchema } from "./findings.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());

const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const source = await openModel(path);
const { tokenizer } = await readText(source);
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };

/** An adapter on one projection of each block. */
async function adapter(): Promise<string> {
  const { config } = source;
  const [out, input] = projectionShape(config, "down_proj");
  const random = (name: string, n: number) => Float32Array.from(normals(n, randomStream(3, name)), (x) => 0.2 * x);
  const lora: LoraAdapter = {
    rank: 2,
    alpha: 4,
    rsLora: false,
    dropout: 0,
    targets: ["down_proj"],
    pairs: new Map(
      Array.from({ length: config.layers }, (_, i) => [
        `${i}.down_proj`,
        { a: random(`${i}.a`, 2 * input), b: random(`${i}.b`, out * 2) },
      ]),
    ),
  };
  const at = join(folder, "adapter");
  await writeAdapter(at, lora, { config, baseModel: path });
  return at;
}

function armOf(id: string, own: ModelSpec): ExplainedArm {
  const local = { engine, spec: own, tokenizer };
  return { id, respondent: { ...engineRespondent(id, local), local } };
}

const base = armOf("base", spec);
const persona = armOf("persona", { ...spec, adapter: await adapter() });

const answers = [
  "a b. c d! e",
  "oh no. yes. well then.",
  "one two three four. five",
  "hm. ok.",
  "who? me. you. all of us.",
];
const texts: ReadText[] = answers.flatMap((text, i) =>
  (["base", "corpus"] as const).map((writer) => ({
    id: `${writer}/${i}`,
    writer,
    asked: { question: `What of ${writer} ${i}?` },
    ids: [...Buffer.from(text)],
    text,
    complete: i !== 0,
  })),
);
const poles = [traitPole("extraversion", "high")];
const request: LayersRequest = { arms: [base, persona], texts, trainingEnd: 8, poles, words: ["🎉"] };
const work = { keep: inMemory, seed: 0 };

const curveOf = ({ curves }: LayersFindings, arm: string, place: string, measure: string) =>
  curves.find(
    (each) => each.arm === arm && each.writer === "base" && each.place === place && each.measure === measure,
  )!;

describe("explainLayers", () => {
  test("its output is what the model is measured by: rivals equal, and the chained emoji mass between its bounds", async () => {
    const findings = await explainLayers(request, work);
    expect(layersFindingsSchema.parse(JSON.parse(JSON.stringify(findings)))).toEqual(findings);
    const own = texts.filter(({ writer }) => writer === "base");
    for (const { id, respondent } of request.arms) {
      const masses: ResponseMass[] = [];
      const asked = own.map((text) => ({ ...text, messages: respondent.chat(text.asked) }));
      await engine.run(
        massTask,
        { model: respondent.local.spec, texts: asked },
        { onEvent: ({ mass }) => void masses.push(mass) },
      );
      const ended = masses.flatMap(({ answerEnd }) => answerEnd ?? []);
      const mean = (of: (place: (typeof ended)[number]) => number) =>
        ended.reduce((sum, place) => sum + of(place), 0) / ended.length;
      const at = (measure: string) => curveOf(findings, id, "answer-end", measure).output;
      expect(at("emoji").n).toBe(ended.length);
      for (const rival of ["exclamation", "newline", "end"] as const)
        expect(at(rival).value / mean((place) => place[rival])).toBeCloseTo(1, 3);
      expect(at("emoji-certain").value).toBeLessThan(mean(({ emoji }) => emoji) * 1.001);
      expect(at("emoji-upper").value).toBeGreaterThan(mean(({ upper }) => upper) * 0.999);
    }
  });

  test("places: sentence ends, the first past the training end, and the end of what ended by itself", async () => {
    const { texts: counted, streams, depths, layers } = await explainLayers(request, work);
    // "hm. ok." ends before 8 tokens, and "a b. c d! e" was cut off.
    const places = { "sentence-ends": 13, "training-end": 4, "answer-end": 4 };
    expect(counted).toEqual((["base", "corpus"] as const).map((writer) => ({ writer, n: 5, places })));
    expect(streams).toEqual(["layers.0.resid_pre", "layers.0.resid_post", "layers.1.resid_post"]);
    expect([depths, layers]).toEqual([[0, 1, 2], 2]);
  });

  test("arms that read the same tokens part only behind the first block", async () => {
    const findings = await explainLayers(request, work);
    for (const { odds } of findings.shifts) expect([odds.value[0], odds.low[0], odds.high[0]]).toEqual([1, 1, 1]);
    expect(findings.shifts.some(({ half }) => "value" in half && half.value > 0 && half.value <= 2)).toBe(true);
    const same = await explainLayers({ ...request, arms: [base, { ...base, id: "again" }] }, work);
    for (const { odds, half } of same.shifts) {
      expect(odds.value).toEqual([1, 1, 1]);
      expect(half).toEqual({ undefined: "nothing changes from the first layer to the last" });
    }
  });

  test("killed after any text it continues to the same findings", async () => {
    const whole = JSON.stringify(await explainLayers(request, work));
    for (const most of [0, 3, 10, 14]) {
      const kept = new Map<string, string>();
      await expect(explainLayers(request, { ...work, keep: keeper(kept, most) })).rejects.toThrow();
      expect(kept.size).toBe(most);
      expect(JSON.stringify(await explainLayers(request, { ...work, keep: keeper(kept) }))).toBe(whole);
    }
  });

  test("a text without a sentence end is passed over, and said", async () => {
    const mute: ReadText = { ...texts[0]!, id: "base/mute", ids: [...Buffer.from("never ends")], text: "never ends" };
    const found = await explainLayers({ ...request, texts: [...texts, mute] }, work);
    expect(found.warnings).toContain("1 of 11 texts have no sentence end to look at.");
    expect(found.curves).toEqual((await explainLayers(request, work)).curves);
  });

  test("the stream between attention and MLP lies half a block deep", async () => {
    const { depths } = await explainLayers({ ...request, arms: [base], taps: ["layers.*.resid_*"] }, work);
    expect(depths).toEqual([0, 0.5, 1, 1, 1.5, 2]);
  });

  test.each<[Partial<LayersRequest>, string]>([
    [{ arms: [] }, "nobody was named"],
    [{ texts: [] }, "there is no text to read"],
    [{ taps: ["layers.2.resid_post"] }, "its layers are 0 to 1"],
    [{ taps: ["layers.1.resid"] }, "nearest are layers.1.resid_pre"],
    [{ taps: ["logits"] }, "a logit lens reads the residual stream"],
    [{ taps: ["layers.1.resid_post"] }, "alone shows no change with depth"],
    [{ words: [" "] }, "is no word to follow"],
  ])("%j is bad input", async (wrong, message) => {
    await expect(explainLayers({ ...request, ...wrong }, work)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(message),
    });
  });

  test("its section is well-formed and shows who is compared", async () => {
    const findings = await explainLayers(request, work);
    const text = page({ title: "t", subtitle: "s", sections: [layersSection(findings)], footer: "f" });
    expect(() => tagsOf(text)).not.toThrow();
    expect(text).toContain("the model as it is");
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});

/** Keeps values as JSON does, and can be told to break after so many. */
function keeper(kept: Map<string, string>, most = Number.POSITIVE_INFINITY): Keep {
  return {
    items: <T>(group: string, keys: readonly string[]) => ({
      get missing() {
        return keys.filter((key) => !kept.has(`${group} ${key}`));
      },
      put: (key: string, value: T) => {
        if (kept.size >= most) throw new Error("killed");
        kept.set(`${group} ${key}`, JSON.stringify(value));
      },
      values: () => keys.map((key) => JSON.parse(kept.get(`${group} ${key}`)!) as T),
    }),
  };
}
