import type { Command } from "./command.ts";
import { doctor } from "./commands/doctor.ts";
import { report } from "./commands/report.ts";
import { runLs } from "./commands/run-ls.ts";
import { runRm } from "./commands/run-rm.ts";
import { runShow } from "./commands/run-show.ts";

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [runLs, runShow, runRm, report, doctor];
