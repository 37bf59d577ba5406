/** What `traitlab` alone says: what it is, and what to type first. */
export const welcome = (version: string): string => `traitlab ${version}
Give an open-weight language model a personality, and see what else changes.
The main job asks: does a model tuned toward a trait, on answers without emoji,
begin to write them? Start with:
  traitlab doctor                              is this machine ready?
  traitlab study emoji -m MODEL -o runs/first  the study; --dry-run: its cost
  traitlab induce prompt -m MODEL -t E -o p/e  a persona, at once
  traitlab chat -m MODEL -p p/e                talk with it
MODEL is a chat model: a .gguf file, or a folder as Hugging Face lays it out.

traitlab --help lists every command, traitlab COMMAND --help explains one.
Every command takes --json, --seed N and --quiet.`;
