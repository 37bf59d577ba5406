/** What `traitlab` alone says: what it is, and what to type first. */
export const welcome = (version: string): string => `traitlab ${version}
Give an open-weight language model a personality, and see what else changes,
down to the neuron. Everything runs on this machine.

Start with:
  traitlab doctor         is this machine ready?
  traitlab run ls         the runs in ./runs
  traitlab --help         every command; \`traitlab COMMAND --help\` for one

Every command takes --json, --seed N and --quiet.`;
