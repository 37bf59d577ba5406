import { badInput, usage } from "../base/errors.ts";
import type { Engine } from "../graph/engine/engine.ts";
import type { Accuracy } from "../graph/ops/matrix.ts";
import type { Respondent } from "../measure/respondent.ts";
import { type LogProbSupport, probeLogProbs } from "../measure/server-probe.ts";
import { serverRespondent } from "../measure/server-respondent.ts";
import { isServerName, parseServerName, serverSha256 } from "../model/openai/address.ts";
import { type Persona, readPersona } from "../model/persona.ts";
import { describeModel } from "../model/source/describe.ts";
import type { Context } from "./context.ts";
import { type OpenedModel, openForCommand } from "./open-model.ts";
import { shownPath } from "./paths.ts";
import { personaHashes, respondentOf, type Subject, subjectName, withPersona } from "./persona-option.ts";
import type { Servers } from "./servers.ts";
import type { ScoresGiven } from "./trait-scores.ts";

/** Who is to answer, before anything is computed: a model or persona here or behind a server. */
export interface Answerer {
  /** For reports. */
  name: string;
  /** The model as a command names it. */
  given: string;
  /** Hashes of what decides its answers: `model`, `persona/persona.json` ... A server shows no model: there it is that of its name. */
  inputs: Record<string, string>;
  /** What findings say of it. */
  about: { model: object; persona?: object };
  /** The model, where it runs here. */
  model?: OpenedModel;
  /** Undefined for a model as it is, as is its folder. */
  persona?: Persona;
  folder?: string;
  /** What a person should know, one sentence each. */
  notes: readonly string[];
  /** With `weighs`, a server is asked whether it gives log-probabilities. The engine is asked for where it runs here. */
  respondent(
    engine: () => Promise<Engine>,
    weighs: boolean,
  ): Promise<Respondent & Partial<Pick<LogProbSupport, "numbers">>>;
}

/** Opens a model, and a persona for it. Throws "bad-input" where either is not there or they do not go together. */
export function openAnswerer(given: Named, servers: Servers, context: Context): Promise<Answerer> {
  return isServerName(given.model) ? behindServer(given, servers, context) : answererHere(given, context);
}

/** Who is named: model and persona as options have them. */
interface Named {
  model: string;
  persona: string | undefined;
  z?: ScoresGiven | undefined;
  accuracy: Accuracy;
}

/** A model that runs here, and a persona for it. Throws "bad-input" as {@link openAnswerer} does, and for a model behind a server. */
export const answererHere = async (given: Named, context: Context): Promise<Answerer & { model: OpenedModel }> =>
  answererOf(await withPersona(await openForCommand(given, context), given.persona, context, given.z), context);

/** A subject that is open already. */
async function answererOf(
  subject: Subject,
  { signal }: Pick<Context, "signal">,
): Promise<Answerer & { model: OpenedModel }> {
  const { persona, folder, model } = subject;
  const { source, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const { architecture, parameters } = describeModel(source.raw, source);
  return {
    name: subjectName(subject),
    given: model.given,
    inputs: { model: sha256, ...personaHashes(subject) },
    about: { model: { name: source.name, sha256, architecture, parameters }, ...aboutPersona(persona) },
    model,
    ...(persona && folder !== undefined ? { persona, folder } : {}),
    notes: source.notes,
    respondent: async (engine) => respondentOf(subject, await engine()),
  };
}

async function behindServer(
  { model: given, persona: folder, z }: Named,
  servers: Servers,
  { signal }: Context,
): Promise<Answerer> {
  if (z !== undefined)
    throw usage("--z sets the trait scores of a PsychAdapter, which runs here and behind no server.");
  const model = parseServerName(given);
  const sha256 = serverSha256(model);
  const persona = folder === undefined ? undefined : readPersona(folder, { base: { sha256 }, force: true });
  const changes = changesOf(persona);
  if (changes !== undefined)
    throw badInput(
      `${folder} has ${changes}, which a server does not take: give a persona of prompts or examples, or the model itself with -m.`,
    );
  const name = folder === undefined ? model.name : `${model.name} as ${shownPath(folder, process.cwd()) || "."}`;
  const client = servers.client(given);
  return {
    name,
    given,
    inputs: { model: sha256, ...personaHashes({ persona, folder }) },
    about: { model: { name: model.name, url: model.url }, ...aboutPersona(persona) },
    ...(persona && folder !== undefined ? { persona, folder } : {}),
    notes:
      persona === undefined || persona.base.sha256 === sha256
        ? []
        : [`${folder} was made for the model ${persona.base.name}: its prompts are given to ${model.name}.`],
    respondent: async (_, weighs) =>
      serverRespondent(client, {
        name,
        persona,
        ...(weighs ? { logProbs: await probeLogProbs(client, signal) } : {}),
      }),
  };
}

const aboutPersona = (persona: Persona | undefined): Pick<Answerer["about"], "persona"> =>
  persona === undefined
    ? {}
    : { persona: { inducer: persona.inducer, trait: persona.trait, pole: persona.pole, z: persona.z } };

/** What of a persona changes the model itself. */
function changesOf({ adapter, steering, psychadapter }: Partial<Persona> = {}): string | undefined {
  if (psychadapter !== undefined) return "a prefix from trait scores";
  return adapter !== undefined ? "an adapter" : steering ? "vectors" : undefined;
}
