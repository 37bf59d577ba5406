import { kinds } from "./kinds/kinds.ts";
import { remembered } from "./memo.ts";
import { type Node, oneOf, type Scope, template } from "./template.ts";
import type { Topic } from "./topics/topic.ts";
import { agreeing } from "./verbs.ts";
import type { Voice } from "./voices/voice.ts";

/** Forms of a kind's verbs by the slot's ending: "act", "acting", "acted". */
const forms = ["act", "acting", "acted"] as const;

/**
 * What slots hold when a voice speaks of a topic: the topic's name (T), the phrase that stands as subject (X) with its pronouns, the
 * voice's own words, the words of the topic's kind, and else a verb that agrees with X.
 */
export function scopeOf(topic: Topic, voice: Voice): Scope {
  const { subject, acts, parts, ...words } = kinds[topic.kind];
  const plural = topic.plural && subject === undefined;
  const fixed: Record<string, string> = {
    T: topic.name,
    X: subject ?? "{T}",
    it: plural ? "they" : "it",
    them: plural ? "them" : "it",
    its: plural ? "their" : "its",
  };
  const known = new Map<string, Node>();
  const make = (slot: string): Node => {
    if (Object.hasOwn(fixed, slot)) return template(fixed[slot]!);
    if (Object.hasOwn(voice.words, slot)) return oneOf(voice.words[slot]!.split("/"));
    if (slot === "part") return oneOf(parts.split("/"));
    if (slot === "fact") return oneOf(words.facts.split("/"));
    if (Object.hasOwn(words, slot)) return oneOf(words[slot as keyof typeof words].split("/"));
    const form = forms.findIndex((name) => slot === name || slot === `${name}2`);
    if (form >= 0) return oneOf(acts.split("/").map((act) => inForm(act, form, slot.endsWith("2") ? "{them}" : "{T}")));
    if (!/^[a-z]+$/.test(slot)) throw new RangeError(`no slot "${slot}"`);
    return template(agreeing(slot, plural));
  };
  return (slot) => remembered(known, slot, () => make(slot));
}

function inForm(act: string, form: number, object: string): string {
  const [verb, ...rest] = act.split(" ");
  return [verb!.split(",")[form]!, ...rest].join(" ").replace("{O}", object);
}
