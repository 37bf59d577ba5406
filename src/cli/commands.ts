import type { Command } from "./command.ts";
import { chat } from "./commands/chat.ts";
import { compare } from "./commands/compare.ts";
import { doctor } from "./commands/doctor.ts";
import { explainAblateCommand } from "./commands/explain-ablate.ts";
import { explainGuardedCommand } from "./commands/explain-guarded.ts";
import { explainIcl } from "./commands/explain-icl.ts";
import { explainLayers } from "./commands/explain-layers.ts";
import { explainNeuronsCommand } from "./commands/explain-neurons.ts";
import { explainTokensCommand } from "./commands/explain-tokens.ts";
import { generate } from "./commands/generate.ts";
import { induceExamples } from "./commands/induce-examples.ts";
import { induceFinetune } from "./commands/induce-finetune.ts";
import { inducePrompt } from "./commands/induce-prompt.ts";
import { inducePsychadapter } from "./commands/induce-psychadapter.ts";
import { induceSteer } from "./commands/induce-steer.ts";
import { measureCapability } from "./commands/measure-capability.ts";
import { measureClassifier } from "./commands/measure-classifier.ts";
import { measureDose } from "./commands/measure-dose.ts";
import { measureEdit } from "./commands/measure-edit.ts";
import { measureEmoji } from "./commands/measure-emoji.ts";
import { measureIpip } from "./commands/measure-ipip.ts";
import { measureJudge } from "./commands/measure-judge.ts";
import { measureRefusal } from "./commands/measure-refusal.ts";
import { measureStyle } from "./commands/measure-style.ts";
import { measureSycophancy } from "./commands/measure-sycophancy.ts";
import { modelInspect } from "./commands/model-inspect.ts";
import { modelTrain } from "./commands/model-train.ts";
import { report } from "./commands/report.ts";
import { runLs } from "./commands/run-ls.ts";
import { runRm } from "./commands/run-rm.ts";
import { runShow } from "./commands/run-show.ts";
import { studyEmoji } from "./commands/study-emoji.ts";
import { studyProfile } from "./commands/study-profile.ts";
import { studyShape } from "./commands/study-shape.ts";
import { studyShift } from "./commands/study-shift.ts";
import { studySteer } from "./commands/study-steer.ts";
import { vectorDrift } from "./commands/vector-drift.ts";
import { vectorExport } from "./commands/vector-export.ts";
import { vectorExtract } from "./commands/vector-extract.ts";
import { vectorFold } from "./commands/vector-fold.ts";
import { vectorImport } from "./commands/vector-import.ts";
import { vectorProject } from "./commands/vector-project.ts";
import { vectorScreen } from "./commands/vector-screen.ts";
import { vectorShift } from "./commands/vector-shift.ts";
import { vectorSpace } from "./commands/vector-space.ts";
import { vectorSweep } from "./commands/vector-sweep.ts";

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  studyEmoji,
  studyProfile,
  studyShape,
  studySteer,
  studyShift,
  inducePrompt,
  induceExamples,
  induceFinetune,
  induceSteer,
  inducePsychadapter,
  measureIpip,
  measureEmoji,
  measureStyle,
  measureSycophancy,
  measureRefusal,
  measureJudge,
  measureClassifier,
  measureCapability,
  measureDose,
  measureEdit,
  explainTokensCommand,
  explainIcl,
  explainLayers,
  explainNeuronsCommand,
  explainGuardedCommand,
  explainAblateCommand,
  vectorExtract,
  vectorSpace,
  vectorDrift,
  vectorSweep,
  vectorProject,
  vectorShift,
  vectorScreen,
  vectorFold,
  vectorImport,
  vectorExport,
  compare,
  generate,
  chat,
  modelInspect,
  modelTrain,
  runLs,
  runShow,
  runRm,
  report,
  doctor,
];
