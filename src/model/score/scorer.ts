import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import type { Editing } from "../edit/editing.ts";
import { rowFeeds } from "../generate/feeds.ts";
import { KvCache, written } from "../generate/kv-cache.ts";
import { logitsNotFinite } from "../generate/not-finite.ts";
import { stableRows } from "../generate/stable-rows.ts";
import { prefixesOf } from "../prefix/key-values.ts";
import { laidOut, type ScoringText } from "./laid-out.ts";
import { probabilities } from "./probabilities.ts";
import { ScoringBatch } from "./scoring-batch.ts";

/** Rows whose probabilities stay in the engine, but for one number each: 512 rows of 49,152 are 100 MB, several times over. */
export const targetRowsAtOnce = 512;

/**
 * Next-token probabilities after chosen places of texts, and after continuations that branch off there: the texts are
 * computed once and kept as keys and values, branches are run on them, all of a text's together. What a text is given depends on
 * neither the other texts nor the number of threads, to the bit.
 */
export class Scorer {
  private readonly config: ModelConfig;
  private readonly session: Session;
  private readonly accuracy: Accuracy;
  private readonly editing: Editing | undefined;

  /**
   * @param session of `generatorGraph` with this accuracy: the same one that generates
   * @param editing the variants, where the graph has edits
   */
  constructor(config: ModelConfig, session: Session, accuracy: Accuracy, editing?: Editing) {
    this.config = config;
    this.session = session;
    this.accuracy = accuracy;
    this.editing = editing;
  }

  /**
   * Computes the texts and gives back a probe on them. Texts are held together: keep a call to a few thousand tokens.
   * Throws "bad-input" for a text longer than the context.
   */
  async open(texts: readonly ScoringText[]): Promise<ScoringBatch> {
    const { config } = this;
    const { feeds, tables, wanted, layerRows } = laidOut(config, texts, this.editing);
    const engine = { session: this.session, accuracy: this.accuracy, editing: this.editing };
    const cache = new KvCache(config);
    const { rows, results } = await probabilities(engine, feeds, wanted, [written]);
    cache.admit(
      results,
      texts.map((text) => text.ids.length),
      { prefixes: prefixesOf(texts), layerRows },
    );
    const first: Float32Array[][] = [];
    let next = 0;
    for (const { places } of texts) first.push(places.map(() => rows[next++]!));
    return new ScoringBatch(config, engine, texts, cache, tables, first);
  }

  /**
   * Natural logarithms of the probability of the token after each place of each text, which must have one: only these
   * numbers come back. Texts run side by side up to {@link targetRowsAtOnce} places; one with more is run again for the rest of them, as are
   * texts with twins, which cannot be parted.
   */
  async logProbs(texts: readonly ScoringText[]): Promise<number[][]> {
    const found: number[][] = [];
    for (const group of sideBySide(texts)) found.push(...(await this.logProbsOf(group)));
    return found;
  }

  private async logProbsOf(texts: readonly ScoringText[]): Promise<number[][]> {
    const { feeds, wanted } = laidOut(this.config, texts, this.editing);
    const targets = texts.flatMap(({ ids, places }) => places.map((at) => ids[at]!));
    const found: number[] = [];
    for (let start = 0; start < wanted.length; start += targetRowsAtOnce) {
      const [rows, ids] = [wanted, targets].map((values) => values.slice(start, start + targetRowsAtOnce));
      const filled = (values: readonly number[]) =>
        Array.from({ length: stableRows(values.length, this.accuracy) }, (_, i) => values[i] ?? 0);
      const asked = rowFeeds(filled(rows!), 1, filled(ids!));
      const { targetProbability } = await this.session.run({ ...feeds, ...asked }, ["targetProbability"]);
      found.push(...(targetProbability!.data as Float32Array).subarray(0, rows!.length));
    }
    if (found.some(Number.isNaN)) throw logitsNotFinite();
    let next = 0;
    return texts.map(({ places }) => places.map(() => Math.log(found[next++]!)));
  }
}

/** Consecutive texts with few enough places for one run. */
function sideBySide(texts: readonly ScoringText[]): ScoringText[][] {
  if (texts.some(({ twin }) => twin !== undefined)) return [[...texts]];
  const groups: ScoringText[][] = [];
  let places = 0;
  for (const text of texts) {
    places += text.places.length;
    if (groups.length > 0 && places <= targetRowsAtOnce) groups.at(-1)!.push(text);
    else {
      groups.push([text]);
      places = text.places.length;
    }
  }
  return groups;
}
