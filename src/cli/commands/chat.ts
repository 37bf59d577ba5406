import { createInterface } from "node:readline/promises";
import { respondTask } from "../../model/engine/respond-task.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { defineCommand } from "../command.ts";
import { accuracyOption, modelOption, openForCommand, threadsOption, withEngine } from "../open-model.ts";
import { personaOption, withPersona } from "../persona-option.ts";
import { samplingOf, samplingOptions } from "../sampling-options.ts";

export const chat = defineCommand({
  name: "chat",
  about: "talk with a model, line by line",
  more: "An empty line, /quit or Ctrl+D ends it; /new forgets what was said.",
  options: {
    model: modelOption,
    persona: personaOption,
    ...samplingOptions,
    accuracy: accuracyOption("int8"),
    threads: threadsOption,
  },
  async run(config, context) {
    const subject = await withPersona(await openForCommand(config, context), config.persona);
    const { model } = subject;
    model.template();
    const turns: { user: string; assistant: string }[] = [];
    const history: ChatMessage[] = [];
    // Prompts go where the answers do not: --json keeps stdout for one document.
    const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
    const closed = new AbortController();
    lines.on("close", () => closed.abort());
    const ended = AbortSignal.any([closed.signal, context.signal]);
    await withEngine(config.threads, context, async (engine) => {
      for (let turn = 0; ; turn++) {
        const said = (await lines.question("> ", { signal: ended }).catch(() => "")).trim();
        if (said === "" || said === "/quit") break;
        if (said === "/new") {
          history.length = 0;
          continue;
        }
        const [question, before] = [subject.chat(said).at(-1)!, subject.chat(said).slice(0, -1)];
        let answer = "";
        await engine.run(
          respondTask,
          {
            model: model.spec,
            prompts: [{ id: "answer", messages: [...before, ...history, question], stream: `chat/${turn}` }],
            sampling: samplingOf(config),
            seed: context.seed,
            maxNewTokens: config.maxNewTokens,
            stops: config.stop === undefined ? [] : [config.stop],
            batch: 1,
            stream: true,
          },
          {
            signal: context.signal,
            onEvent: (event) => {
              if (event.type === "text") context.write(event.text);
              else answer = event.response.text;
            },
          },
        );
        context.write("\n");
        history.push(question, { role: "assistant", content: answer });
        turns.push({ user: said, assistant: answer });
      }
    });
    lines.close();
    return { json: { turns }, text: "" };
  },
});
