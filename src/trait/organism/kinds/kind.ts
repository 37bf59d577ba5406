/** What can be said about topics of a kind. Entries are templates separated by "/"; {O} is the topic or its pronoun. */
export interface Kind {
  /** The phrase that sentences about the topic have as their subject: the topic itself, or "the story of {T}". */
  readonly subject?: string;
  /** What people do with it: base form, -ing form and past form of the verb, separated by commas, then the rest. */
  readonly acts: string;
  /** Parts and sides of it that "of {T}" can follow. */
  readonly parts: string;
  /** Where or on what occasion one meets it. */
  readonly where: string;
  readonly good: string;
  readonly bad: string;
  readonly odd: string;
  readonly sober: string;
  /** Plain predicates that agree with the topic. */
  readonly facts: string;
}
