import { usage } from "../../base/errors.ts";
import type { ExplainedArm } from "../../explain/arm.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { folderHashes, type Subject, subjectName, withPersona } from "../persona-option.ts";

/** Who can be named to a command that explains; findings know arms by these words, reports by their names. */
export const armRoles = ["base", "persona", "against", "control"] as const;
export type ArmRole = (typeof armRoles)[number];

/** Who is explained and with whom it is compared, before anything is computed. */
export interface Explained {
  model: OpenedModel;
  /** Always the model as it is; the others where they were named. In the order of {@link armRoles}. */
  subjects: ReadonlyMap<ArmRole, Subject>;
  /** For reports: "smollm2 as personas/tuned". */
  name: string;
  /** SHA-256 of the model and of each persona's files. */
  inputs: Record<string, string>;
  /** What findings say of model and personas. */
  about: { model: { name: string; sha256: string }; who: Record<string, { name: string }> };
}

interface Named {
  model: string;
  accuracy: Accuracy;
  persona: string | undefined;
  against?: string | undefined;
  control?: string | undefined;
}

/**
 * Opens the model and the personas that are named. Throws "usage" where one is needed and none is named, "bad-input" where one is not there,
 * was made for another model (so that no two have unlike tokenizers), or the model has no chat template.
 */
export async function openExplained(
  given: Named,
  context: Context,
  { needs = "persona" }: { needs?: "persona" | "nothing" } = {},
): Promise<Explained> {
  if (needs === "persona" && given.persona === undefined)
    throw usage("Name the persona to explain with --persona, a folder that `traitlab induce` or a study made.");
  const model = await openForCommand(given, context);
  model.template();
  const subjects = new Map<ArmRole, Subject>();
  for (const role of armRoles) {
    const folder = role === "base" ? undefined : given[role];
    if (role === "base" || folder !== undefined) subjects.set(role, await withPersona(model, folder, context));
  }
  const { source, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal: context.signal });
  return {
    model,
    subjects,
    name: subjectName(subjects.get("persona") ?? subjects.get("base")!),
    inputs: { model: sha256, ...Object.assign({}, ...[...subjects].map(([role, subject]) => hashesOf(role, subject))) },
    about: {
      model: { name: source.name, sha256 },
      who: Object.fromEntries([...subjects].map(([role, subject]) => [role, aboutArm(subject)])),
    },
  };
}

export const hashesOf = (role: string, { folder, persona }: Subject): Record<string, string> =>
  folder === undefined || persona === undefined ? {} : folderHashes(role, folder, persona);

export function aboutArm(subject: Subject) {
  const { persona } = subject;
  const { inducer, trait, pole, seed } = persona ?? {};
  return { name: subjectName(subject), inducer, trait, pole, seed };
}

/** The arms in an engine: `base` always, the others where they were named; `all` in the order of {@link armRoles}. */
export interface EngineArms extends Partial<Record<ArmRole, ExplainedArm>> {
  base: ExplainedArm;
  /** What the persona is compared with: who was named, or the model as it is. */
  reference: ExplainedArm;
  all: readonly ExplainedArm[];
}

/** One subject on an engine. */
export function armOf<Id extends string>(id: Id, subject: Subject, engine: Engine): ExplainedArm & { id: Id } {
  const { model, persona } = subject;
  const local = { engine, spec: model.spec, tokenizer: model.tokenizer };
  return { id, respondent: { ...engineRespondent(subjectName(subject), local, persona), local } };
}

/** Puts the arms on an engine. */
export function armsIn({ subjects }: Explained, engine: Engine): EngineArms {
  const all = [...subjects].map(([role, subject]) => armOf(role, subject, engine));
  const byRole = Object.fromEntries(all.map((arm) => [arm.id, arm])) as Partial<Record<ArmRole, ExplainedArm>>;
  const base = byRole.base!;
  return { ...byRole, base, reference: byRole.against ?? base, all };
}
