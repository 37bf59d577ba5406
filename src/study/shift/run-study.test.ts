import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { throughJson } from "../../base/json.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { finetuneTask } from "../../induce/finetune/finetune-task.ts";
import type { GuardRequest } from "../../induce/finetune/guard/guard.ts";
import { letterReader } from "../../measure/classifier/testing/letter-reader.ts";
import { classifiedAs } from "../../measure/trait-score/classified.ts";
import { traitScorer } from "../../measure/trait-score/part.ts";
import { readText } from "../../model/engine/load.ts";
import { personaSpec } from "../../model/engine/persona-spec.ts";
import { readPersona } from "../../model/persona.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { openRun } from "../../run/open.ts";
import type { Run } from "../../run/run.ts";
import { runOptions } from "../../run/testing/fixtures.ts";
import { type AnsweredTopic, answersOf } from "../../trait/corpus/answers.ts";
import { type CorpusArm, corpusArms } from "../../trait/corpus/arms.ts";
import { rowsIn } from "../../trait/corpus/tuning.ts";
import { shiftConfig } from "./config.ts";
import { readShiftStudy } from "./findings.ts";
import { runShiftStudy } from "./run-study.ts";

const root = temporaryFolder();
const path = join(root, "tiny.gguf");
writeTinyChat(path);
const source = await openModel(path);
const { tokenizer } = await readText(source);
const sha256 = await source.sha256();
const spec = { path, cacheDir: join(root, "cache"), precision: "native", accuracy: "f32" } as const;

/** Each arm says its own letter of each topic. */
const topicOf = (i: number): AnsweredTopic => ({
  topic: `t${i}`,
  category: "any",
  split: i < 6 ? "train" : "heldout",
  exclaim: false,
  answers: Object.fromEntries(
    corpusArms.map((arm, a) => [arm, `${String.fromCharCode(97 + a).repeat(5 + (i % 3))} ${i}.`]),
  ) as Record<CorpusArm, string>,
  exclamatory: "a!",
});
const answers = answersOf(
  "the test",
  Array.from({ length: 14 }, (_, i) => topicOf(i)),
);

const config = shiftConfig({
  trait: "extraversion/high",
  poles: ["extraversion/high", "openness/low"],
  shares: [1],
  methods: ["prevent", "ablate", "emoji", "random", "afterwards", "prompt"],
  strength: 1,
  doses: [3],
  emojiStrength: 0.5,
  seeds: 1,
  questions: 3,
  register: "opinion",
  temperature: 1,
  topP: 1,
  maxNewTokens: 8,
  silent: "none",
  sentences: "all",
  tuning: { epochs: 2 },
  accuracy: "f32",
  batch: 4,
});

async function study(engine: Engine, run: Run, tuned: Map<string, GuardRequest | undefined>) {
  const scorer = traitScorer(classifiedAs("extraversion/high", letterReader, engine));
  return runShiftStudy({
    config,
    run,
    engine,
    spec,
    size: source.config,
    tokenizer,
    model: { name: "tiny", sha256, architecture: "llama", parameters: 1, quantisation: "F32" },
    answers,
    rowsOf: (arm) => rowsIn(answers, arm as CorpusArm),
    scorer,
    reader: letterReader,
    seed: 0,
    async tune({ id, seed, guard, silent }, rows, folder, checkpoints) {
      tuned.set(id, guard);
      mkdirSync(folder, { recursive: true });
      const { curve, ...result } = await engine.run(finetuneTask, {
        model: { path, cacheDir: spec.cacheDir },
        rows: rows.map(({ question, answer }) => ({
          messages: [{ role: "user" as const, content: question }],
          answer,
        })),
        options: { rank: 2, epochs: 2, batch: 3, lr: 1e-2, targets: ["down_proj"], silent, seed },
        guard,
        folder,
        checkpoints,
        persona: { base: { name: "tiny", sha256 } },
      });
      const { rows: count, steps, lossFirst, lossLast, guard: record } = result;
      return { rows: count, steps, lossFirst, lossLast, curve, ...(record && { guard: record }) };
    },
  });
}

it("tunes mixtures plainly and under guards, measures all without, and says the same when it goes on", async () => {
  const folder = join(root, "run");
  await using engine = inlineEngine({ threads: 1 });
  const run = openRun(folder, runOptions({ command: "study shift" }));
  const opened = await run;
  const tuned = new Map<string, GuardRequest | undefined>();
  const findings = await study(engine, opened, tuned);
  opened.close();
  expect(readShiftStudy(throughJson(findings), "here")).toEqual(findings);
  expect([...tuned.keys()]).toEqual([
    "plain/0/seed0",
    "plain/100/seed0",
    "pole/openness/low/seed0",
    "prevent/100/seed0",
    "prevent/100/x3/seed0",
    "ablate/100/seed0",
    "random/100/seed0",
  ]);
  expect(findings.arms.map(({ id }) => id)).toEqual([
    "base",
    "plain/0",
    "plain/100",
    "prevent/100",
    "prevent/100/x3",
    "ablate/100",
    "random/100",
    "afterwards/100",
    "afterwards/100/x3",
    "prompt",
  ]);
  // Nobody wrote an emoji, so there is no direction of them.
  expect(findings.warnings[0]).toMatch(/^No guard along the emoji direction: .*needs at least 20/);

  const [base, none, full, prevent, dosed, ablate, random, after] = findings.arms;
  const { layer } = findings.vectors[0]!;
  expect(base!.shift).toEqual({ value: 0, low: 0, high: 0, n: 3 });
  expect(none!.againstPlain).toBeNull();
  expect(full!.adapters[0]!.predicted!.value).toBeGreaterThan(none!.adapters[0]!.predicted!.value);
  expect(prevent!.guard).toMatchObject({ kind: "steer", layers: [layer], strength: 1 });
  expect(random!.guard!.medianShare).toBeCloseTo(prevent!.guard!.medianShare!, 5);
  expect(dosed!.guard!.medianShare).toBeCloseTo(3 * prevent!.guard!.medianShare!, 5);
  expect(ablate!.guard).toMatchObject({ kind: "ablate", strength: null });
  expect(prevent!.overRandom).not.toBeNull();
  expect(dosed!.overRandom).toBeNull();
  // What steers afterwards moves the prompt's last token by its own length at its layer, beside what tuning did.
  expect(after!.shift!.value - full!.shift!.value).toBeCloseTo(-findings.vectors[0]!.norm, 3);
  expect(after!.adapters[0]!.loss).toBe(full!.adapters[0]!.loss);
  expect(findings.poles.map(({ pole, adapters }) => [pole, adapters.map(({ tuned: on }) => on)])).toEqual([
    ["extraversion/high", ["neutral", "extraversion/high", "openness/low"]],
    ["openness/low", ["neutral", "extraversion/high", "openness/low"]],
  ]);

  // What is saved is an adapter and nothing else: the guard is a line of the recipe.
  const made = join(folder, "personas/prevent/100/seed0");
  const persona = readPersona(made, { base: { sha256 } });
  expect(await personaSpec(made, persona, { config: source.config, sha256 })).toEqual({
    adapter: join(made, "adapter"),
  });
  expect(persona.recipe).toMatchObject({ guard: { kind: "steer", layers: [layer] } });

  const again = await openRun(folder, runOptions({ command: "study shift" }));
  const nothing = new Map<string, GuardRequest | undefined>();
  expect(await study(engine, again, nothing)).toEqual(findings);
  again.close();
  expect(nothing.size).toBe(0);
});
