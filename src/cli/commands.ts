import type { Definition } from "./command.ts";

/** A command as the program's help lists it; what it takes and does is loaded when it is asked for, since all of it is half a second. */
export interface Listed {
  /** As typed, e.g. "run ls". */
  name: string;
  about: string;
  load(): Promise<Definition>;
}

/** Every command, in the order in which the help lists them. */
export const commands: readonly Listed[] = [
  {
    name: "study emoji",
    about: "does a model tuned toward a trait, without emoji, begin to write them?",
    load: async () => (await import("./commands/study-emoji.ts")).studyEmoji,
  },
  {
    name: "study profile",
    about: "what did the model become? instruments x personas, against the base model",
    load: async () => (await import("./commands/study-profile.ts")).studyProfile,
  },
  {
    name: "study shape",
    about: "do a model's answers follow the level that a prompt asks for, and what else moves?",
    load: async () => (await import("./commands/study-shape.ts")).studyShape,
  },
  {
    name: "study steer",
    about: "does each trait's vector steer its own trait, more than the others do?",
    load: async () => (await import("./commands/study-steer.ts")).studySteer,
  },
  {
    name: "study shift",
    about: "does training data foretell a trait, and can tuning be kept from bringing it?",
    load: async () => (await import("./commands/study-shift.ts")).studyShift,
  },
  {
    name: "induce prompt",
    about: "a persona that is asked to play the trait",
    load: async () => (await import("./commands/induce-prompt.ts")).inducePrompt,
  },
  {
    name: "induce examples",
    about: "a persona that is shown how the trait answers",
    load: async () => (await import("./commands/induce-examples.ts")).induceExamples,
  },
  {
    name: "induce finetune",
    about: "a persona that is tuned with LoRA on answers that show the trait",
    load: async () => (await import("./commands/induce-finetune.ts")).induceFinetune,
  },
  {
    name: "induce steer",
    about: "a persona that a vector steers: added, taken out, or held by a floor or ceiling",
    load: async () => (await import("./commands/induce-steer.ts")).induceSteer,
  },
  {
    name: "induce psychadapter",
    about: "a persona whose traits are set by degree, by keys and values from trait scores",
    load: async () => (await import("./commands/induce-psychadapter.ts")).inducePsychadapter,
  },
  {
    name: "measure ipip",
    about: "what a model or persona says of itself: IPIP-NEO-120 or another questionnaire",
    load: async () => (await import("./commands/measure-ipip.ts")).measureIpip,
  },
  {
    name: "measure emoji",
    about: "how often a model, a persona or a file of texts uses emoji",
    load: async () => (await import("./commands/measure-emoji.ts")).measureEmoji,
  },
  {
    name: "measure style",
    about: "how a model, a persona or a file of texts writes: mood, length, words",
    load: async () => (await import("./commands/measure-style.ts")).measureStyle,
  },
  {
    name: "measure sycophancy",
    about: "does a model or persona say what its user claims, or give in to a doubt",
    load: async () => (await import("./commands/measure-sycophancy.ts")).measureSycophancy,
  },
  {
    name: "measure refusal",
    about: "how often a model, a persona or a file of texts refuses what was asked",
    load: async () => (await import("./commands/measure-refusal.ts")).measureRefusal,
  },
  {
    name: "measure judge",
    about: "how much of a trait other models see in answers or texts",
    load: async () => (await import("./commands/measure-judge.ts")).measureJudge,
  },
  {
    name: "measure classifier",
    about: "which traits the answers of a model, a persona or a file of texts show",
    load: async () => (await import("./commands/measure-classifier.ts")).measureClassifier,
  },
  {
    name: "measure capability",
    about: "what a model or persona can do: perplexity, KL to its base, multiple choice",
    load: async () => (await import("./commands/measure-capability.ts")).measureCapability,
  },
  {
    name: "measure dose",
    about: "how a PsychAdapter's answers change with its trait scores",
    load: async () => (await import("./commands/measure-dose.ts")).measureDose,
  },
  {
    name: "measure edit",
    about: "whether an edit toward a trait took, and what it cost: ES, DD, Acc, TPEI",
    load: async () => (await import("./commands/measure-edit.ts")).measureEdit,
  },
  {
    name: "explain tokens",
    about: "how probable an emoji is at every place of an answer",
    load: async () => (await import("./commands/explain-tokens.ts")).explainTokensCommand,
  },
  {
    name: "explain icl",
    about: "which tokens a model says stand for a trait, and whether they are emoji",
    load: async () => (await import("./commands/explain-icl.ts")).explainIcl,
  },
  {
    name: "explain layers",
    about: "where in a persona's depth emoji and the trait's words become probable",
    load: async () => (await import("./commands/explain-layers.ts")).explainLayers,
  },
  {
    name: "explain neurons",
    about: "which units carry the emoji, beyond what any tuning moves",
    load: async () => (await import("./commands/explain-neurons.ts")).explainNeuronsCommand,
  },
  {
    name: "explain guarded",
    about: "whether the same tuning can bring the trait without the emoji",
    load: async () => (await import("./commands/explain-guarded.ts")).explainGuardedCommand,
  },
  {
    name: "explain ablate",
    about: "what takes the emoji away, and whether the trait stays",
    load: async () => (await import("./commands/explain-ablate.ts")).explainAblateCommand,
  },
  {
    name: "vector extract",
    about: "a vector of a trait, from answers that differ in it, and how good it is",
    load: async () => (await import("./commands/vector-extract.ts")).vectorExtract,
  },
  {
    name: "vector space",
    about: "how vectors lie to each other: cosines, components, and their controls",
    load: async () => (await import("./commands/vector-space.ts")).vectorSpace,
  },
  {
    name: "vector drift",
    about: "whether a persona holds along vectors, turn by turn of a conversation",
    load: async () => (await import("./commands/vector-drift.ts")).vectorDrift,
  },
  {
    name: "vector sweep",
    about: "which layer and strength of a vector give its trait in whole sentences",
    load: async () => (await import("./commands/vector-sweep.ts")).vectorSweep,
  },
  {
    name: "vector project",
    about: "how far along vectors a model, a persona or texts are",
    load: async () => (await import("./commands/vector-project.ts")).vectorProject,
  },
  {
    name: "vector shift",
    about: "how far tuning moved a model along vectors",
    load: async () => (await import("./commands/vector-shift.ts")).vectorShift,
  },
  {
    name: "vector screen",
    about: "rank training data by what it would teach, and flag what stands out",
    load: async () => (await import("./commands/vector-screen.ts")).vectorScreen,
  },
  {
    name: "vector fold",
    about: "steering written into a model's weights, for any program that runs it",
    load: async () => (await import("./commands/vector-fold.ts")).vectorFold,
  },
  {
    name: "vector import",
    about: "a vector of persona_vectors, assistant-axis, repeng or llama.cpp",
    load: async () => (await import("./commands/vector-import.ts")).vectorImport,
  },
  {
    name: "vector export",
    about: "a vector as persona_vectors, assistant-axis, repeng or llama.cpp read it",
    load: async () => (await import("./commands/vector-export.ts")).vectorExport,
  },
  {
    name: "compare",
    about: "two measured subjects side by side, item by item",
    load: async () => (await import("./commands/compare.ts")).compare,
  },
  {
    name: "generate",
    about: "answer a question, or continue a text",
    load: async () => (await import("./commands/generate.ts")).generate,
  },
  {
    name: "chat",
    about: "talk with a model, line by line",
    load: async () => (await import("./commands/chat.ts")).chat,
  },
  {
    name: "model inspect",
    about: "what a model file holds, and what it runs as",
    load: async () => (await import("./commands/model-inspect.ts")).modelInspect,
  },
  {
    name: "model train",
    about: "make the model organism from nothing: a small model whose training text is known",
    load: async () => (await import("./commands/model-train.ts")).modelTrain,
  },
  {
    name: "run ls",
    about: "list the runs in a folder",
    load: async () => (await import("./commands/run-ls.ts")).runLs,
  },
  {
    name: "run show",
    about: "show a run: its status, configuration and what it read",
    load: async () => (await import("./commands/run-show.ts")).runShow,
  },
  {
    name: "run rm",
    about: "delete a run",
    load: async () => (await import("./commands/run-rm.ts")).runRm,
  },
  {
    name: "report",
    about: "write a finished run's report anew",
    load: async () => (await import("./commands/report.ts")).report,
  },
  {
    name: "doctor",
    about: "check that this machine is ready",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
];
