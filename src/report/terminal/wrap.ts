/**
 * Breaks a text at its spaces into lines of at most `width` characters. Spaces that it begins with stay; lines after the
 * first begin with `indent` of them. A word longer than a line stays whole.
 */
export function wrap(text: string, width: number, indent = 0): string {
  const words = text.trimStart().split(" ");
  const lines: string[] = [];
  let line = text.slice(0, text.length - text.trimStart().length) + words[0];
  for (const word of words.slice(1)) {
    if (line.length + 1 + word.length <= width) {
      line += ` ${word}`;
    } else {
      lines.push(line.trimEnd());
      line = " ".repeat(indent) + word;
    }
  }
  return [...lines, line.trimEnd()].join("\n");
}
