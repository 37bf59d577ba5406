import type { Accuracy } from "../../graph/ops/matrix.ts";
import { type Answerer, answererHere, openAnswerer } from "../answerer.ts";
import type { Values } from "../command.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { type serverOptions, serversOf } from "../servers.ts";
import type { ScoresGiven } from "../trait-scores.ts";

/** Who is measured, with what was asked of servers for it. */
export interface Asked extends Answerer {
  /** One line about requests; undefined where there were none. */
  spent(): string | undefined;
}

interface Named {
  model: string;
  persona: string | undefined;
  z?: ScoresGiven | undefined;
  accuracy: Accuracy;
}

/** Who a command measures: a model or persona, here or behind a server. `chats`: throws "bad-input" where a model here has no chat template. */
export async function openSubject(
  given: Named & Values<typeof serverOptions> & { out: string | undefined },
  context: Context,
  { chats = true }: { chats?: boolean } = {},
): Promise<Asked> {
  const servers = serversOf(given, context);
  const answerer = await openAnswerer(given, servers, context);
  if (chats) answerer.model?.template();
  return { ...answerer, spent: () => servers.spent() };
}

/** Who a command measures that looks into the model. Throws "bad-input" for one behind a server. */
export async function openSubjectHere(given: Named, context: Context): Promise<Asked & { model: OpenedModel }> {
  const answerer = await answererHere(given, context);
  answerer.model.template();
  return { ...answerer, spent: () => undefined };
}
