import { defineCommand } from "../command.ts";
import { doseOptions, measureDoseOf } from "../measure/dose.ts";

export const measureDose = defineCommand({
  more: `Varies one trait after another and tells, at each score, which traits the
answers show, how many have emoji, how fluent they are; and how steeply each
changes. --control compares with a PsychAdapter that was trained on scores of
other texts (induce psychadapter --shuffle-z). --from and --to go from one
setting to another in even steps.
Examples: traitlab measure dose -p personas/big-five -o runs/dose
          traitlab measure dose -p personas/big-five --from E=2 --to N=2`,
  options: doseOptions,
  run: measureDoseOf,
});
