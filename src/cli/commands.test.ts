import { expect, it } from "vitest";
import { commands as listed } from "./commands.ts";
import { buildProgram } from "./program.ts";
import { displayWidth } from "./table.ts";
import { welcome } from "./welcome.ts";

const commands = await Promise.all(
  listed.map(async ({ name, about, load }) => ({ name, about, definition: await load() })),
);

/** What `traitlab WORDS --help` prints on a terminal of 80 columns. */
function helpOf(words: readonly string[]): string {
  let text = "";
  const out = (more: string) => {
    text += more;
  };
  const program = buildProgram(commands, { version: "1.2.3", columns: 80, out, err: out, onCall: () => {} });
  expect(() => program.parse([...words, "--help"], { from: "user" })).toThrow();
  return text;
}

const tooWide = (text: string) => text.split("\n").filter((line) => displayWidth(line) > 80);

it.each(commands)("the help of $name fits 80 columns, shows an example, and says what the command does", (command) => {
  const help = helpOf(command.name.split(" "));
  expect(tooWide(help)).toEqual([]);
  expect(help).toMatch(new RegExp(`Examples?: +traitlab ${command.name}`));
  expect(help).toContain(command.about.split(" ").slice(0, 3).join(" "));
});

it("the program's help lists every command once", () => {
  const help = helpOf([]);
  expect(tooWide(help)).toEqual([]);
  for (const { name } of commands) expect(help.match(new RegExp(`^  ${name} `, "gm")), name).toHaveLength(1);
});

it("the welcome names commands that are there, with options that they take", () => {
  const text = welcome("1.2.3");
  expect(tooWide(text)).toEqual([]);
  for (const [, line] of text.matchAll(/^ {2}traitlab (.+?)(?: {2}.*)?$/gm)) {
    const command = commands.find(({ name }) => line === name || line!.startsWith(`${name} `));
    expect(command, line).toBeDefined();
    for (const [option] of line!.matchAll(/(?<= )--?[a-z-]+/g))
      expect(
        command!.definition.options.some(({ flags }) => flags.split(/[ ,]+/).includes(option)),
        `${line}: ${option}`,
      ).toBe(true);
  }
});
