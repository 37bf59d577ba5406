/** A stretch of text, or the id of a token found in it. */
export type Section = string | number;

/** Cuts a text at the tokens that are recognised in it, the leftmost first and of those the longest. */
export function tokenSplitter(tokens: ReadonlyMap<string, number>): (text: string) => Section[] {
  // A regex takes the first alternative that fits, so the longest ones come first.
  const longestFirst = [...tokens.keys()].sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return (text) => (text === "" ? [] : [text]);
  const pattern = new RegExp(
    longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|"),
    "gu",
  );
  return (text) => {
    const sections: Section[] = [];
    let start = 0;
    for (const { 0: token, index } of text.matchAll(pattern)) {
      if (index > start) sections.push(text.slice(start, index));
      sections.push(tokens.get(token)!);
      start = index + token.length;
    }
    if (start < text.length) sections.push(text.slice(start));
    return sections;
  };
}
