import { type Response, respondTask } from "../../model/engine/respond-task.ts";
import { defineCommand, flag, parameter, required } from "../command.ts";
import { integer, text } from "../kinds.ts";
import { accuracyOption, modelOption, openForCommand, threadsOption, withEngine } from "../open-model.ts";
import { personaOption, scoresOption, topicOption, withPersona } from "../persona-option.ts";
import { samplingOf, samplingOptions } from "../sampling-options.ts";

export const generate = defineCommand({
  more: 'Example: traitlab generate "What do you think of parrots?" -n 3',
  arguments: { prompt: required("<prompt>", "what the user says", text) },
  options: {
    model: modelOption,
    persona: personaOption,
    z: scoresOption,
    topic: topicOption,
    raw: flag("--raw", "continue the text as it is, without the chat template"),
    n: parameter("-n, --n <n>", "how many responses", integer({ min: 1, max: 10_000 }), 1),
    ...samplingOptions,
    accuracy: accuracyOption("int8"),
    threads: threadsOption,
  },
  async run(config, context) {
    const subject = await withPersona(await openForCommand(config, context), config.persona, context, config.z);
    const { spec } = subject.model;
    const prompts = Array.from({ length: config.n }, (_, i) => ({
      id: String(i),
      messages: config.raw
        ? config.prompt
        : subject.chat({ question: config.prompt, ...(config.topic === undefined ? {} : { topic: config.topic }) }),
      stream: `sample/${i}`,
    }));
    const responses: (Response & { id: string })[] = [];
    const streaming = config.n === 1 && !context.json;
    await withEngine(config.threads, context, (engine) =>
      engine.run(
        respondTask,
        {
          model: spec,
          prompts,
          sampling: samplingOf(config),
          seed: context.seed,
          maxNewTokens: config.maxNewTokens,
          stops: config.stop === undefined ? [] : [config.stop],
          batch: 16,
          stream: streaming,
        },
        {
          signal: context.signal,
          onEvent: (event) => {
            if (event.type === "text") context.write(event.text);
            else responses.push({ id: event.id, ...event.response });
          },
        },
      ),
    );
    responses.sort((a, b) => Number(a.id) - Number(b.id));
    const written = responses.map(({ text: said }, i) => (config.n === 1 ? said : `--- ${i + 1}\n${said}`)).join("\n");
    if (streaming) context.write("\n");
    return { json: { responses }, text: streaming ? "" : written };
  },
});
