/**
 * The library: what the command line is made of, for programs. A study in short: `openModel` reads a model's files, `startEngine`
 * starts the process that computes, tasks run in it, and runs and personas are folders.
 */

// errors and progress
export { type ErrorCode, TraitlabError } from "./base/errors.ts";
export type { OnProgress, Progress } from "./base/progress.ts";
// text: emoji and sentences
export { countEmoji, type EmojiHit, findEmoji } from "./base/text/emoji.ts";
export { type SentenceSpan, sentenceSpans, splitSentences } from "./base/text/sentences.ts";
// the model that comes along
export { embeddedModel } from "./cli/model-name.ts";
// this machine's processes, as a run's lock asks for them
export { processTable } from "./cli/processes.ts";
// why: explanations, and what they are made of
export { type AblateOptions, type AblateRequest, explainAblate } from "./explain/ablate/explain.ts";
export { type AblateFindings, ablateFindingsSchema } from "./explain/ablate/findings.ts";
export type { ExplainedArm } from "./explain/arm.ts";
export { emojiDirection } from "./explain/direction/emoji-direction.ts";
export { type MeanDifference, meanDifference } from "./explain/direction/mean-difference.ts";
export { answeredOf } from "./explain/forecast/answered.ts";
export type { ForecastFindings } from "./explain/forecast/findings.ts";
export { forecast, joinForecasts } from "./explain/forecast/forecast.ts";
export { explainGuarded } from "./explain/guarded/explain.ts";
export type { GuardedFindings } from "./explain/guarded/findings.ts";
export { explainIcl } from "./explain/icl/explain.ts";
export type { IclFindings } from "./explain/icl/findings.ts";
export { explainLayers } from "./explain/layers/explain.ts";
export type { LayersFindings } from "./explain/layers/findings.ts";
export { explainNeurons, type Neurons } from "./explain/neurons/explain.ts";
export type { NeuronsFindings } from "./explain/neurons/findings.ts";
export { answerRead, corpusRead, type ReadText, trainingEnd } from "./explain/texts.ts";
export { explainTokens } from "./explain/tokens/explain-tokens.ts";
export { readTokens, type TokensFindings } from "./explain/tokens/findings.ts";
// the engine: a process of its own for long numeric work
export type { Engine, RunOptions as TaskOptions } from "./graph/engine/engine.ts";
export { type EngineOptions, startEngine } from "./graph/engine/fork.ts";
export type { RemoteTask } from "./graph/engine/task.ts";
// ways to shift a model toward a trait
export { type ExampleForm, examplesPersona } from "./induce/examples.ts";
export {
  type FinetuneEvent,
  type FinetuneRequest,
  type FinetuneResult,
  type FinetuneRow,
  finetuneTask,
} from "./induce/finetune/finetune-task.ts";
export type { GuardRequest } from "./induce/finetune/guard/guard.ts";
export { type FinetuneOptions, type FinetuneOptionsInput, finetuneOptions } from "./induce/finetune/options.ts";
export type { PrefixRequest } from "./induce/finetune/prefix.ts";
export { promptPersona } from "./induce/prompt/description.ts";
export { levelNames, levelPersona } from "./induce/prompt/level.ts";
export { type P2Persona, p2Persona, type Write } from "./induce/prompt/p2.ts";
export { evenIntensity, type Intensity, intensityFacets, sacPersona } from "./induce/prompt/sac.ts";
export { type Answer, type AskedQuestion, type AskOptions, askQuestions } from "./measure/answers.ts";
// what instruments say: questionnaires, classifiers, judges, style, side effects, capability
export { bundledPassages, bundledQuestions } from "./measure/capability/bundled.ts";
export { type CapabilityResult, capability } from "./measure/capability/capability.ts";
export { bbqScores } from "./measure/capability/choice/bbq.ts";
export { multipleChoice } from "./measure/capability/choice/measure.ts";
export { readQuestions } from "./measure/capability/choice/read-questions.ts";
export { neutralText } from "./measure/capability/neutral-text.ts";
export { answerSet, passageSets, type TextSet, userSets } from "./measure/capability/text-sets.ts";
export { readClassifier, writeClassifier } from "./measure/classifier/artifact.ts";
export { estimateScores } from "./measure/classifier/estimate-scores.ts";
export { fitTraitClassifier } from "./measure/classifier/fit-classifier.ts";
export { classifierInstrument, readPlainTexts } from "./measure/classifier/instrument.ts";
export { likelihoodReader } from "./measure/classifier/likelihood/likelihood-reader.ts";
export { onnxReader } from "./measure/classifier/onnx/onnx-reader.ts";
export type { Reading, TextReader } from "./measure/classifier/reader.ts";
export { type ClassifierResult, traitAlignment } from "./measure/classifier/result.ts";
export { tapsReader } from "./measure/classifier/taps/taps-reader.ts";
export type { TraitClassifier } from "./measure/classifier/trait-classifier.ts";
export { type ComparedScore, compareResults, type Results } from "./measure/compare.ts";
export { compareScores, type ScoreDifference } from "./measure/compare-scores.ts";
export { measureDrift } from "./measure/drift/drift.ts";
export { readerClassifier } from "./measure/edit/classify.ts";
export { type EditResult, editMetrics } from "./measure/edit/measure.ts";
export { editSuccess, targetIndex } from "./measure/edit/metrics.ts";
export type { EmojiResponse } from "./measure/emoji/ask-and-weigh.ts";
export type { BoundedEstimate, EmojiFigures } from "./measure/emoji/figures.ts";
export { emojiInstrument } from "./measure/emoji/instrument.ts";
export {
  type MassEvent,
  type MassRequestSpec,
  type MassText,
  massTask,
  type PlaceMass,
  type ResponseMass,
} from "./measure/emoji/mass-task.ts";
export {
  type EmojiMeasurement,
  measureEmoji,
  measureEmojiInTexts,
} from "./measure/emoji/measure.ts";
export { type EmojiRecord, recordEmoji, tokenOffsets } from "./measure/emoji/record.ts";
export { type EmojiSummary, summariseEmoji } from "./measure/emoji/summary.ts";
// instruments, and who answers them
export { engineRespondent } from "./measure/engine-respondent.ts";
export type { Instrument, InstrumentResult, MeasureOptions, Score as InstrumentScore } from "./measure/instrument.ts";
export { judgeInstrument, judgeTexts } from "./measure/judge/instrument.ts";
export { type Judge, judgeOf } from "./measure/judge/judge.ts";
export type { JudgeResult } from "./measure/judge/result.ts";
export { coherenceRubric, traitRubric } from "./measure/judge/rubric.ts";
export { judgeScales } from "./measure/judge/scale.ts";
export { inMemory, type Keep, keepUnder } from "./measure/keep.ts";
export { boundOf } from "./measure/projection/bounds.ts";
export { calibrate } from "./measure/projection/calibrate.ts";
export { projectionDifferences } from "./measure/projection/difference.ts";
export { screenRows } from "./measure/projection/screen.ts";
export { measureShifts } from "./measure/projection/shift.ts";
export { projectionInstrument } from "./measure/projection/watch.ts";
export type { QuestionnaireResult } from "./measure/questionnaire/administer/result.ts";
export { bundledQuestionnaire, bundledQuestionnaires } from "./measure/questionnaire/bundled.ts";
export { type Frame, type Frames, framesFor, readFrames } from "./measure/questionnaire/frames.ts";
export {
  type QuestionnaireSettings,
  questionnaireInstrument,
  usualQuestionnaire,
} from "./measure/questionnaire/instrument.ts";
export { readQuestionnaire } from "./measure/questionnaire/read.ts";
export { scoreAnswers } from "./measure/questionnaire/scoring/score.ts";
export type { ItemForm, Questionnaire, QuestionnaireItem, Scale } from "./measure/questionnaire/types.ts";
export { refusalInstrument, refusalsOf } from "./measure/refusal/instrument.ts";
export { cronbachAlpha } from "./measure/reliability/alpha.ts";
export { multitraitMultimethod } from "./measure/reliability/multitrait-multimethod.ts";
export { mcdonaldOmega } from "./measure/reliability/omega.ts";
export { oddEvenReliability, randomSplitReliability, spearmanBrown } from "./measure/reliability/split-half.ts";
export { testRetest } from "./measure/reliability/test-retest.ts";
export { varianceComponents } from "./measure/reliability/variance-components.ts";
export type {
  Choice,
  Chosen,
  LocalModel,
  Prompt as RespondentPrompt,
  Reply,
  ReplyOptions,
  Respondent,
  WorkOptions,
} from "./measure/respondent.ts";
export { serverRespondent } from "./measure/server-respondent.ts";
export { bootstrapBca } from "./measure/statistics/bca.ts";
export { benjaminiHochberg } from "./measure/statistics/benjamini-hochberg.ts";
export { binomialTest } from "./measure/statistics/binomial.ts";
export {
  type BootstrapOptions,
  bootstrap,
  bootstrapMean,
  bootstrapRatio,
  drawResamples,
  type Resamples,
} from "./measure/statistics/bootstrap.ts";
export { cliffsDelta } from "./measure/statistics/cliff.ts";
export { cohensD, pairedCohensD } from "./measure/statistics/cohen.ts";
export { pearson, spearman } from "./measure/statistics/correlation.ts";
export { type Defined, isDefined, type Undefined } from "./measure/statistics/defined.ts";
export type { Estimate } from "./measure/statistics/estimate.ts";
export { holm } from "./measure/statistics/holm.ts";
export { jackknife } from "./measure/statistics/jackknife.ts";
export { krippendorffsAlpha, type MeasurementLevel } from "./measure/statistics/krippendorff.ts";
export {
  exactMcNemar,
  type LogRatio,
  logRatio,
  type PairedProportions,
  pairedDifference,
  pairedProportions,
} from "./measure/statistics/paired.ts";
export { type SignFlipOptions, signFlipTest } from "./measure/statistics/sign-flip.ts";
export { wilson } from "./measure/statistics/wilson.ts";
export type { SweepFindings } from "./measure/steering-sweep/findings.ts";
export { sweepVectors } from "./measure/steering-sweep/sweep.ts";
export { styleInstrument, styleOf } from "./measure/style/instrument.ts";
export { bundledClaims, type Claim } from "./measure/sycophancy/claims.ts";
export { sycophancyInstrument } from "./measure/sycophancy/instrument.ts";
export { classifiedAs } from "./measure/trait-score/classified.ts";
export { fluencyOf } from "./measure/trait-score/fluency.ts";
export { judgedBy } from "./measure/trait-score/judged.ts";
export type { TraitScorer } from "./measure/trait-score/types.ts";
export { traitSpace } from "./measure/trait-space/space.ts";
export { extractVector } from "./measure/vectors/extract.ts";
export { readVectorFindings } from "./measure/vectors/findings.ts";
export { recipes } from "./measure/vectors/recipes.ts";
export { rollOut } from "./measure/vectors/rollouts.ts";
export { writtenPairs } from "./measure/vectors/written.ts";
export { writeWith } from "./measure/write-with.ts";
// models, personas and adapters
export { type MergeOptions, mergeAdapter } from "./model/adapter/merge.ts";
export { readAdapter, writeAdapter } from "./model/adapter/peft.ts";
export type { LoraAdapter, LoraPair } from "./model/adapter/types.ts";
export { type CaptureRequest, type CaptureText, captureTask, type PartSpan } from "./model/capture/capture-task.ts";
export type { Capture } from "./model/capture/capturer.ts";
export type { ModelConfig, Projection } from "./model/config.ts";
// directions in the residual stream, and ways to run a model otherwise
export type { Directions, DirectionsAbout } from "./model/directions/about.ts";
export { readDirections, writeDirections } from "./model/directions/file.ts";
export { importVectors } from "./model/directions/formats/import.ts";
export { readForeignVectors } from "./model/directions/formats/read.ts";
export { exportDirections } from "./model/directions/formats/write.ts";
export { purified } from "./model/directions/purify.ts";
export { randomDirections } from "./model/directions/random.ts";
export type { AdapterStrength, Edit, EditedSpec, EditPlan, Variant } from "./model/edit/types.ts";
export { type ModelSpec, readText } from "./model/engine/load.ts";
export { personaSpec } from "./model/engine/persona-spec.ts";
export {
  type Prompt,
  type RespondEvent,
  type RespondRequest,
  type Response,
  respondTask,
} from "./model/engine/respond-task.ts";
export { foldSteering } from "./model/fold/fold.ts";
export type { Sampling } from "./model/generate/sampling.ts";
export { ChatClient } from "./model/openai/client.ts";
export { type Persona, type ReadPersonaOptions, readPersona, writePersona } from "./model/persona.ts";
export { type Asked, type PersonaTexts, personaChat } from "./model/persona-chat.ts";
// keys and values from trait scores, before a text
export { readPrefix } from "./model/prefix/file.ts";
export { keyValuesOf } from "./model/prefix/key-values.ts";
export type { PrefixSpec } from "./model/prefix/spec.ts";
export { prefixParameters, type TraitPrefix, type TraitScores } from "./model/prefix/types.ts";
export { type DistributionRequest, distributionTask, type TextToWeigh } from "./model/score/distribution-task.ts";
export { type AnswerToScore, type Score, type ScoreRequest, scoreTask } from "./model/score/score-task.ts";
export { describeModel, type ModelDescription } from "./model/source/describe.ts";
export { type ModelSource, openModel } from "./model/source.ts";
export { steersOf } from "./model/steering/from-record.ts";
export type { SteeringRecord } from "./model/steering/record.ts";
export type { Steer } from "./model/steering/types.ts";
export { encodeChat } from "./model/tokenizer/chat.ts";
export type { SystemPlace, SystemTemplate } from "./model/tokenizer/system-place.ts";
export type { ChatMessage, ChatTemplate, Tokenizer } from "./model/tokenizer/types.ts";
export { readTorchFile } from "./model/torch-file/read.ts";
// the emoji study and its report
export { readEmojiRun } from "./report/emoji/from-run.ts";
export { renderEmojiReport } from "./report/emoji/html.ts";
export type { EmojiReport, TuningData } from "./report/emoji/types.ts";
// the profile and shape studies and their reports
export { renderProfileReport } from "./report/profile/html.ts";
export { renderShapeReport } from "./report/shape/html.ts";
export { renderShiftReport } from "./report/shift/html.ts";
// runs: folders that can be stopped and continued
export type { ItemGroup } from "./run/items.ts";
export { listRuns, type RunDetails, type RunSummary, removeRun, showRun } from "./run/list.ts";
export type { ProcessTable } from "./run/lock.ts";
export type { Manifest } from "./run/manifest.ts";
export { openRun, type RunOptions, withRun } from "./run/open.ts";
export type { Run } from "./run/run.ts";
export { type EmojiConfig, emojiConfigSchema } from "./study/emoji/config.ts";
export { type EmojiFindings, readFindings } from "./study/emoji/findings.ts";
export { type EmojiStudyOptions, runEmojiStudy } from "./study/emoji/run-study.ts";
export type { Tuner, TuningPlan, TuningResult } from "./study/personas.ts";
export { type ProfileConfig, profileConfigSchema } from "./study/profile/config.ts";
export type { ProfileFindings } from "./study/profile/findings.ts";
export { type ProfileStudyOptions, runProfileStudy } from "./study/profile/run-study.ts";
export { type ShapeConfig, shapeConfigSchema } from "./study/shape/config.ts";
export { readShapeFindings, type ShapeFindings } from "./study/shape/findings.ts";
export { runShapeStudy } from "./study/shape/run-study.ts";
export { type ShiftConfig, shiftConfig } from "./study/shift/config.ts";
export { readShiftStudy, type ShiftFindings } from "./study/shift/findings.ts";
export type { ShiftStudyOptions } from "./study/shift/options.ts";
export { runShiftStudy } from "./study/shift/run-study.ts";
export { readSteerFindings, type SteerFindings } from "./study/steer/findings.ts";
export { runSteerStudy, type SteerStudyOptions } from "./study/steer/run-study.ts";
export { traitPole } from "./trait/big-five.ts";
// traits and the corpus
export { type BipolarTarget, type BipolarTrait, bipolarTraits, parseBipolar } from "./trait/bipolar.ts";
// vectors of traits: contrastive traits, extraction, checks
export { type AskWriter, type ComposeOptions, composeContrastTrait } from "./trait/contrast/compose.ts";
export { contrastTrait, contrastTraits, findContrastTrait } from "./trait/contrast/load.ts";
export { readContrastTrait } from "./trait/contrast/read-file.ts";
export type { ContrastTrait } from "./trait/contrast/types.ts";
export type { AnsweredTopic, Answers } from "./trait/corpus/answers.ts";
export { bundledCorpus, type Corpus, type TestTopic } from "./trait/corpus/bundled.ts";
export { type Companion, readCompanion } from "./trait/corpus/companion.ts";
export { chooseQuestions, type Question } from "./trait/corpus/test-questions.ts";
export { bundledRows, rowsIn, type SentenceCut, type TuningArm, type TuningRow } from "./trait/corpus/tuning.ts";
export { readTuningFile, type UserDataOptions } from "./trait/corpus/user-rows.ts";
export { type Pole, poles, type TraitId, type TraitPole, traits } from "./trait/framework.ts";
export { parseTrait, parseTraits } from "./trait/parse.ts";
export { questionAbout, type Register, registers, topicOf } from "./trait/questions.ts";
