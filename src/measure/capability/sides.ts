import { isChanged } from "../../model/engine/as-it-is.ts";
import type { Asked } from "../../model/persona-chat.ts";
import { personaChat } from "../../model/persona-chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import type { LocalModel, Respondent } from "../respondent.ts";

/** A persona beside the model that it is a persona of. */
export interface Sides {
  local: LocalModel;
  /** The chat in which the model as it is would be asked. */
  base(asked: Asked): ChatMessage[];
  /** The persona's; undefined where the respondent is the model as it is. */
  persona: ((asked: Asked) => ChatMessage[]) | undefined;
  /** Whether the persona changes the model itself, by an adapter or vectors: where it does not, a text that stands alone is to it what it is to the base. */
  adapter: boolean;
}

/** The two sides of a respondent that runs here; throws where it does not, which the instrument's needs rule out. */
export function sidesOf(respondent: Respondent): Sides {
  const { local } = respondent;
  if (!local) throw new Error(`${respondent.name} does not run here`);
  const base = (asked: Asked) => personaChat({}, asked);
  const adapter = isChanged(local.spec);
  const probe = { question: "Hello.", topic: "hello" };
  const same = JSON.stringify(respondent.chat(probe)) === JSON.stringify(base(probe));
  return { local, base, persona: same && !adapter ? undefined : (asked) => respondent.chat(asked), adapter };
}
