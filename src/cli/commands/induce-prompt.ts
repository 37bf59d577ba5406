import { engineRespondent } from "../../measure/engine-respondent.ts";
import { inMemory } from "../../measure/keep.ts";
import { writeWith } from "../../measure/write-with.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { defineCommand, parameter } from "../command.ts";
import type { Context } from "../context.ts";
import { intensityKind } from "../induce/intensity.ts";
import { personaFolder, personaOptions } from "../induce/options.ts";
import { type PlannedPrompt, planPrompt, promptForms } from "../induce/prompt-forms.ts";
import { keepTexts } from "../induce/texts.ts";
import { integer, oneOf } from "../kinds.ts";
import {
  accuracyOption,
  modelOption,
  type OpenedModel,
  openForCommand,
  threadsOption,
  withEngine,
} from "../open-model.ts";

export const inducePrompt = defineCommand({
  more: `description: a text of ours. p2: the model describes such a person, and is asked
to be that one. level: adjectives, from 1 extremely low to 9 extremely high.
sac: how often, how deeply, how easily, with what effort, how willingly.
level and sac also take the sixteen factors: 16:warmth, 16:dominance:low ...
Examples: traitlab induce prompt -t extraversion -o p/asked
          traitlab induce prompt -t N --form level --level 7 -o p/nervous
          traitlab induce prompt -t 16:warmth --form sac --intensity 2 -o p/cool`,
  options: {
    model: modelOption,
    ...personaOptions,
    form: parameter("--form <name>", "description, p2, level or sac", oneOf(promptForms), "description" as const),
    level: parameter("--level <n>", "1 to 9, for --form level (default: the pole's end)", integer({ min: 1, max: 9 })),
    intensity: parameter(
      "--intensity <grades>",
      "1 to 5, or frequency=4,depth=2, for --form sac (default: 5)",
      intensityKind,
    ),
    accuracy: accuracyOption("f32"),
    threads: threadsOption,
  },
  async run(given, context) {
    const [folder, plan] = [personaFolder(given.out), planPrompt(given)];
    const model = await openForCommand(given, context);
    const { texts, recipe } = await made(plan, model, given.threads, context);
    const faults = (recipe.faults ?? []) as string[];
    if (faults.length > 0) context.say(`What the model wrote of itself is doubtful: ${faults.join("; ")}.`);
    const shown = wrap(`“${(texts.systemPrompt ?? "").replaceAll(/\s+/g, " ")}”`, 80);
    return keepTexts(
      { model, folder, made: { ...plan.of, recipe, ...texts }, fresh: given.fresh, name: plan.name, shown },
      context,
    );
  },
});

/** The texts; where the model is to write, with an engine. */
function made(plan: PlannedPrompt, model: OpenedModel, threads: number | undefined, context: Context) {
  if (!plan.writes) return plan.make(async () => "");
  const { seed, signal, onProgress } = context;
  return withEngine(threads, context, (engine) => {
    const { source, spec, tokenizer } = model;
    const respondent = engineRespondent(source.name, { engine, spec, tokenizer });
    return plan.make(
      writeWith(respondent, `p2/${plan.of.trait}/${plan.of.pole}`, { seed, signal, onProgress, keep: inMemory }),
    );
  });
}
