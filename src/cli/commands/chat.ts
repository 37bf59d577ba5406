import { createInterface } from "node:readline";
import { respondTask } from "../../model/engine/respond-task.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { defineCommand } from "../command.ts";
import { accuracyOption, modelOption, openForCommand, threadsOption, withEngine } from "../open-model.ts";
import { personaOption, scoresOption, topicOption, withPersona } from "../persona-option.ts";
import { samplingOf, samplingOptions } from "../sampling-options.ts";

export const chat = defineCommand({
  name: "chat",
  about: "talk with a model, line by line",
  more: `An empty line, /quit or Ctrl+D ends it; /new forgets what was said.
Examples: traitlab chat
          traitlab chat -p personas/outgoing`,
  options: {
    model: modelOption,
    persona: personaOption,
    z: scoresOption,
    topic: topicOption,
    ...samplingOptions,
    accuracy: accuracyOption("int8"),
    threads: threadsOption,
  },
  async run(config, context) {
    const { persona, model, chat } = await withPersona(
      await openForCommand(config, context),
      config.persona,
      context,
      config.z,
    );
    model.template();
    const topic = config.topic === undefined ? {} : { topic: config.topic };
    if (persona?.userTemplate !== undefined) chat({ question: "", ...topic });
    const turns: { user: string; assistant: string }[] = [];
    const history: ChatMessage[] = [];
    const lines = linesOf(context.signal);
    await withEngine(config.threads, context, async (engine) => {
      for (;;) {
        const said = await lines.next();
        if (said === "" || said === "/quit") break;
        if (said === "/new") {
          history.length = 0;
          continue;
        }
        const messages = chat({ question: said, ...topic, history });
        let answer = "";
        await engine.run(
          respondTask,
          {
            model: model.spec,
            prompts: [{ id: "answer", messages, stream: `chat/${turns.length}` }],
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
        history.push(messages.at(-1)!, { role: "assistant", content: answer });
        turns.push({ user: said, assistant: answer });
      }
    }).finally(lines.close);
    return { json: { turns }, text: "" };
  },
});

/** What is typed or piped in, line by line; "" at its end. */
function linesOf(signal: AbortSignal): { next(): Promise<string>; close(): void } {
  const { stdin, stderr } = process;
  // Prompts go where the answers do not: --json keeps stdout for one document.
  const input = createInterface({ input: stdin, output: stdin.isTTY ? stderr : undefined, terminal: stdin.isTTY });
  // On a terminal readline takes Ctrl+C for itself.
  input.on("SIGINT", () => void process.kill(process.pid, "SIGINT"));
  input.setPrompt("> ");
  const all = input[Symbol.asyncIterator](); // from the start: a pipe may be read to its end while the model answers
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return {
    async next() {
      if (stdin.isTTY) input.prompt();
      const { value } = await Promise.race([all.next(), aborted]);
      return (value ?? "").trim();
    },
    close: () => input.close(),
  };
}
