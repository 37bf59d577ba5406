const voids = new Set(["meta", "link", "br", "line", "rect", "circle", "path"]);

/**
 * Reads a page as strictly as XML would: every tag closed in order, every attribute quoted, no bare "<" in the text.
 * Returns the tags' names; throws with the place of the first fault.
 */
export function tagsOf(page: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const markup = page.replace(/<style>[^<]*<\/style>/, "").replace("<!doctype html>", "");
  for (const { 0: tag, index } of markup.matchAll(/<[^>]*>?/g)) {
    const fault = () => new Error(`${tag} at ${index}: ${markup.slice(Math.max(0, index - 80), index + 80)}`);
    const closing = /^<\/([a-z0-9]+)>$/.exec(tag)?.[1];
    if (closing !== undefined) {
      if (open.pop() !== closing) throw fault();
      continue;
    }
    const opening = /^<([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9-]*="[^"<]*")*)(\/?)>$/.exec(tag);
    if (!opening) throw fault();
    const name = opening[1]!;
    seen.push(name);
    if (opening[3] === "" && !voids.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(", ")}`);
  const loose = markup.replace(/<[^>]*>/g, "").match(/.{0,40}&(?!amp;|lt;|gt;|quot;|#39;).{0,40}/);
  if (loose) throw new Error(`a bare &: ${loose[0]}`);
  return seen;
}
