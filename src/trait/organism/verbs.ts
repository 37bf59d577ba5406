const irregular: Readonly<Record<string, string>> = { is: "are", was: "were", have: "has", do: "does" };

/** A present-tense verb given by its base form ("is" for to be), as it agrees with its subject. */
export function agreeing(verb: string, plural: boolean): string {
  if (verb === "is" || verb === "was") return plural ? irregular[verb]! : verb;
  if (plural) return verb;
  if (irregular[verb]) return irregular[verb];
  if (/(?:s|x|z|ch|sh|o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}
