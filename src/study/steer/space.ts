import type { MeasureOptions } from "../../measure/instrument.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import type { SpaceFindings } from "../../measure/trait-space/findings.ts";
import { traitSpace } from "../../measure/trait-space/space.ts";
import { type PoolSize, readPools } from "../../measure/vectors/pools.ts";
import type { SidedAnswer } from "../../measure/vectors/types.ts";
import type { MadeVector } from "./extract.ts";

const draws = 1000;
const permutations = 200;

/** How the vectors lie to each other at one layer, with intervals over the questions that they are made of. */
export async function spaceOf(
  local: LocalModel,
  made: readonly MadeVector[],
  main: SpaceFindings["main"],
  size: PoolSize,
  { seed, signal, onProgress }: MeasureOptions,
): Promise<SpaceFindings> {
  const places = new Map<string, number>();
  const texts: SidedAnswer[] = [];
  const placeOf = (answer: SidedAnswer): number => {
    // Of given answers one text serves several vectors.
    const key = `${answer.question}\n${JSON.stringify(answer.messages)}\n${answer.ids.join(" ")}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, texts.length);
    return texts.push({ ...answer, id: String(texts.length) }) - 1;
  };
  const vectors = made.map(({ trait: { id, pole }, directions: { about, vectors: layers }, pairs }) => ({
    ...{ name: id, meaning: about.meaning, pole: pole ?? null, layers },
    pairs: pairs.map(({ question, positive, negative }) => ({
      question,
      positive: placeOf(positive),
      negative: placeOf(negative),
    })),
  }));
  const pools = await readPools(local, texts, { size, signal, onProgress });
  const own = texts.map((answer) => ({ id: answer.id, question: "", rollout: 0, positive: answer, negative: answer }));
  const { positive } = pools.of(own, "response-mean", main.layer);
  return traitSpace(
    {
      vectors,
      layers: [main.layer],
      main,
      dModel: size.dModel,
      pooled: (text) => positive[text]!,
      draws,
      permutations,
    },
    { seed, signal, onProgress },
  );
}
