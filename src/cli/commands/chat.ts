import { createInterface } from "node:readline";
import type { Engine } from "../../graph/engine/engine.ts";
import { respondTask } from "../../model/engine/respond-task.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { defineCommand } from "../command.ts";
import { accuracyOption, modelOption, openForCommand, threadsOption, withEngine } from "../open-model.ts";
import { personaOption, scoresOption, topicOption, withPersona } from "../persona-option.ts";
import { samplingOf, samplingOptions } from "../sampling-options.ts";
import { type ChatWatch, type WatchedTurn, watchLine, watchOptions, withWatch } from "../vector/watch.ts";

export const chat = defineCommand({
  more: `An empty line, /quit or Ctrl+D ends it; /new forgets what was said.
--watch shows how far along vectors each answer is, in standard deviations of
neutral text: before it, when it is about to come, and in it.
Examples: traitlab chat
          traitlab chat -p personas/outgoing
          traitlab chat --watch E,N --vectors vectors`,
  options: {
    model: modelOption,
    persona: personaOption,
    z: scoresOption,
    topic: topicOption,
    ...watchOptions,
    ...samplingOptions,
    accuracy: accuracyOption("int8"),
    threads: threadsOption,
  },
  async run(config, context) {
    const base = await openForCommand(config, context);
    const { persona, model, chat } = await withPersona(base, config.persona, context, config.z);
    model.template();
    const topic = config.topic === undefined ? {} : { topic: config.topic };
    if (persona?.userTemplate !== undefined) chat({ question: "", ...topic });
    const turns: { user: string; assistant: string; watch?: WatchedTurn[] }[] = [];
    const history: ChatMessage[] = [];
    const lines = linesOf(context.signal);
    const talk = async (engine: Engine, watch: ChatWatch | undefined) => {
      for (;;) {
        const said = await lines.next();
        if (said === "" || said === "/quit") break;
        if (said === "/new") {
          history.length = 0;
          continue;
        }
        const messages = chat({ question: said, ...topic, history });
        let answer: { text: string; ids: readonly number[] } = { text: "", ids: [] };
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
              else answer = event.response;
            },
          },
        );
        context.write("\n");
        const watched = await watch?.turn(messages, answer.ids);
        if (watched) context.write(`${watchLine(watched)}\n`);
        history.push(messages.at(-1)!, { role: "assistant", content: answer.text });
        turns.push({ user: said, assistant: answer.text, ...(watched && { watch: watched }) });
      }
    };
    await withWatch(config, { base, model }, context, (watch) =>
      withEngine(config.threads, context, (engine) => talk(engine, watch)),
    ).finally(lines.close);
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
