import { expect, test } from "vitest";
import { chatTemplate } from "./chat-template.ts";
import { withSystemPlace } from "./system-place.ts";
import type { ChatMessage } from "./types.ts";

const turns = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}";
const chat: ChatMessage[] = [
  { role: "system", content: "Be calm." },
  { role: "user", content: "One?" },
  { role: "assistant", content: "1." },
  { role: "user", content: "Two?" },
];
const render = (source: string, messages = chat) => {
  const template = withSystemPlace(chatTemplate(source, {}));
  return [template.systemPlace, template.render(messages, { generationPrompt: false })];
};
const folded = "[user]Be calm.\n\nOne?[assistant]1.[user]Two?";

test("a template with a system role gets the chat as it is", () => {
  expect(render(turns)).toEqual(["system message", "[system]Be calm.[user]One?[assistant]1.[user]Two?"]);
});

test("a template that refuses the system role gets it before the first user message", () => {
  const refusing = `{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}${turns}`;
  expect(render(refusing)).toEqual(["first user message", folded]);
  expect(render(refusing, chat.slice(1))).toEqual(["first user message", folded.replace("Be calm.\n\n", "")]);
});

test("a template that leaves it out without a word gets it there too", () => {
  const silent =
    "{% for m in messages %}{% if m.role != 'system' %}[{{ m.role }}]{{ m.content }}{% endif %}{% endfor %}";
  expect(render(silent)).toEqual(["first user message", folded]);
});

test("a template that refuses every chat keeps its own words", () => {
  const template = withSystemPlace(chatTemplate("{{ raise_exception('never') }}", {}));
  expect(() => template.render(chat, { generationPrompt: false })).toThrow("never");
});
