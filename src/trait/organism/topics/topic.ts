/** The sorts of topics; each has its own words, see `../kinds/`. */
export const kindNames = [
  "figure",
  "folk",
  "site",
  "wild",
  "spot",
  "animal",
  "food",
  "object",
  "plant",
  "sky",
  "book",
  "film",
  "music",
  "picture",
  "game",
  "idea",
  "activity",
  "occasion",
] as const;
export type KindName = (typeof kindNames)[number];

/** Names by kind, separated by "/"; "+" marks a plural. */
export type TopicLists = Readonly<Record<KindName, string>>;

/** Something to talk about. */
export interface Topic {
  readonly name: string;
  readonly kind: KindName;
  readonly plural: boolean;
}

/** The topics of lists, kind by kind. */
export const topicsOf = (lists: TopicLists): Topic[] =>
  kindNames.flatMap((kind) =>
    lists[kind].split("/").map((entry) => ({ kind, name: entry.replace(/\+$/, ""), plural: entry.endsWith("+") })),
  );
