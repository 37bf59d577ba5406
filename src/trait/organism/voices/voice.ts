/** Statements of one tense with what may stand before and behind them. All are templates. */
export interface Clauses {
  /** "On weekends": a comma follows. */
  readonly fronts: readonly string[];
  /** Statements that name the topic, and some that do not. */
  readonly named: readonly string[];
  readonly unnamed: readonly string[];
  /** ", because ..." */
  readonly tails: readonly string[];
}

/** How someone speaks. What ends with "?" is a question; all else takes a full stop or "!". */
export interface Voice {
  /** The voice's own words, by slot: options separated by "/". */
  readonly words: Readonly<Record<string, string>>;
  readonly present: Clauses;
  readonly past: Clauses;
  /** Sentences that stand alone, with the topic's name and without. */
  readonly aloneNamed: readonly string[];
  readonly alone: readonly string[];
}
