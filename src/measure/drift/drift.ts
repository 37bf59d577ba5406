import { randomStream, shuffled } from "../../base/random.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import type { AskOptions } from "../answers.ts";
import type { MeasureOptions } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { ProjectionAxis } from "../projection/axes.ts";
import { centred, type Neutral } from "../projection/neutral.ts";
import { projectTexts } from "../projection/project-texts.ts";
import { type AnswerToWatch, converse, type WatchOptions } from "../projection/watch.ts";
import type { LocalModel, Respondent } from "../respondent.ts";
import type { DriftArm, DriftFindings } from "./findings.ts";
import { differences, meanOfFew, slopeOf } from "./slope.ts";

/** Somebody to talk with, in this process. */
export type Talker = Respondent & { local: LocalModel };

export interface DriftRequest extends Pick<AskOptions, "sampling" | "maxNewTokens"> {
  axes: readonly (ProjectionAxis & { meaning: string })[];
  neutral: Neutral;
  base: Talker;
  persona: Talker | undefined;
  /** Questions of all conversations, one conversation after the other: see {@link dealQuestions}. */
  questions: WatchOptions["questions"];
  turns: number;
  /** Why these questions. */
  why: string;
}

/** For each conversation other questions of a list, or the same in another order: at most as many turns as there are questions. */
export function dealQuestions<T>(
  questions: readonly T[],
  { turns, conversations, seed }: { turns: number; conversations: number; seed: number },
): T[] {
  return Array.from({ length: conversations }, (_, c) =>
    shuffled(questions, randomStream(seed, `conversation/${c}`)).slice(0, turns),
  ).flat();
}

/** How far along vectors somebody is at each turn of scripted conversations, and whether that changes. */
export async function measureDrift(
  request: DriftRequest,
  { keep, ...options }: MeasureOptions,
): Promise<DriftFindings> {
  const { axes, neutral, base, persona, turns, questions, why } = request;
  const talk = (who: Talker, arm: DriftArm) => converse(who, request, { ...options, keep: keepUnder(keep, arm) });
  const read = (model: LocalModel, arm: DriftArm, answers: readonly AnswerToWatch[]) =>
    projectTexts(model, axes, answers, {
      ...{ keep: keepUnder(keep, arm), group: "projections", phase: `read ${arm}` },
      ...{ signal: options.signal, onProgress: options.onProgress },
    });
  const conversations = questions.length / turns;
  const lines: DriftFindings["lines"] = [];
  const talks: DriftFindings["talks"] = [];
  const add = async (arm: DriftArm, model: LocalModel, answers: readonly AnswerToWatch[]) => {
    const projections = await read(model, arm, answers);
    for (const [axis, { id }] of axes.entries()) {
      const spread = neutral.axes[id]!.responseMean;
      const each = byConversation(
        answers,
        projections.map(({ responseMean }) => (responseMean ? centred(responseMean[axis]!, spread) : null)),
        { conversations, turns },
      );
      lines.push({ arm, axis: id, ...lineOf(each, turns), each });
    }
    if (arm !== "words") talks.push(...talksOf(arm, answers, { conversations, turns }));
  };
  if (persona) {
    const said = await talk(persona, "persona");
    await add("persona", persona.local, said);
    await add("words", base.local, asHeard(said, base, { conversations, turns }));
  }
  await add("base", base.local, await talk(base, "base"));
  return {
    part: "drift",
    axes: axes.map(({ id, vector, layer, meaning }) => ({
      ...{ id, vector, layer, meaning },
      neutral: neutral.axes[id]!.responseMean,
    })),
    ...{ origin: neutral.origin, turns, conversations, questions: why, lines, talks },
    gaps: persona ? axes.map(({ id }) => ({ axis: id, ...gapOf(id, lines) })) : [],
    warnings: warningsOf(lines, conversations),
  };
}

interface Size {
  conversations: number;
  turns: number;
}

/** Values of answers, [conversation][turn]; answers come turn by turn, a conversation at a time within each. */
function byConversation<T>(
  answers: readonly AnswerToWatch[],
  values: readonly T[],
  { conversations, turns }: Size,
): T[][] {
  if (answers.length !== conversations * turns)
    throw new RangeError(`${answers.length} answers of ${conversations} x ${turns}`);
  return Array.from({ length: conversations }, (_, c) =>
    Array.from({ length: turns }, (_, turn) => values[turn * conversations + c]!),
  );
}

/** What was said, as somebody hears it who speaks without the persona's prompt and examples. */
function asHeard(said: readonly AnswerToWatch[], hearer: Talker, size: Size): AnswerToWatch[] {
  const heard = byConversation(said, said, size).map((talk) => {
    const history: ChatMessage[] = [];
    return talk.map((answer) => {
      const messages = hearer.chat({ question: answer.question, history: [...history] });
      history.push(messages.at(-1)!, { role: "assistant", content: answer.text });
      return { ...answer, messages };
    });
  });
  return Array.from({ length: size.turns }, (_, turn) => heard.map((talk) => talk[turn]!)).flat();
}

const lineOf = (each: readonly (readonly (number | null)[])[], turns: number) => ({
  turns: Array.from({ length: turns }, (_, turn) => meanOfFew(each.map((talk) => talk[turn]!))),
  slope: meanOfFew(each.map(slopeOf)),
});

function gapOf(axis: string, lines: DriftFindings["lines"]) {
  const of = (wanted: DriftArm) => lines.find((line) => line.axis === axis && line.arm === wanted)!.each;
  const gaps = of("persona").map((talk, c) => differences(talk, of("base")[c]!));
  return {
    first: meanOfFew(gaps.map((gap) => gap[0]!)),
    last: meanOfFew(gaps.map((gap) => gap.at(-1)!)),
    slope: meanOfFew(gaps.map(slopeOf)),
  };
}

const talksOf = (arm: DriftArm, answers: readonly AnswerToWatch[], size: Size): DriftFindings["talks"] =>
  byConversation(answers, answers, size).map((talk, conversation) => ({
    arm,
    conversation,
    turns: talk.map(({ question, text }) => ({ question, answer: text })),
  }));

function warningsOf(lines: DriftFindings["lines"], conversations: number): string[] {
  const values = lines.flatMap(({ each }) => each.flat());
  const empty = values.filter((value) => value === null).length;
  return [
    ...(empty === 0 ? [] : [`${empty} of ${values.length} projections are missing: those answers are empty.`]),
    ...(conversations < 3
      ? [
          `${conversations} conversation${conversations === 1 ? " says" : "s say"} little of any slope: ask for more --conversations.`,
        ]
      : []),
  ];
}
