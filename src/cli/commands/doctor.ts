import { TraitlabError } from "../../base/errors.ts";
import {
  type Check,
  cacheCheck,
  dataCheck,
  embeddedCheck,
  memoryCheck,
  nodeCheck,
  runtimeCheck,
  threadsCheck,
} from "../checks.ts";
import { defineCommand } from "../command.ts";
import { table } from "../table.ts";

export const doctor = defineCommand({
  more: `Where npm can reach its registry and nothing else, install traitlab with
ONNXRUNTIME_NODE_INSTALL=skip set: the engine's install step would fetch
libraries for GPUs, which traitlab does not use.
Example: traitlab doctor --json`,
  async run(_, context) {
    const checks = [nodeCheck, runtimeCheck, dataCheck, embeddedCheck, cacheCheck, memoryCheck, threadsCheck];
    const results: (Check & { name: string })[] = [];
    for (const { name, check } of checks) results.push({ name, ...(await check(context)) });
    const ready = results.every(({ status }) => status !== "fail");
    return {
      json: { ready, checks: results },
      text: report(results, ready),
      exitCode: ready ? 0 : new TraitlabError("bad-input", "").exitCode,
    };
  },
});

function report(results: readonly (Check & { name: string })[], ready: boolean): string {
  const rows = results.map(({ name, status, found }) => [name, status, found]);
  const advice = results.flatMap(({ name, advice }) => (advice === undefined ? [] : [`${name}: ${advice}`]));
  const verdict = ready ? "Ready." : "Not ready: mend what failed and run this again.";
  return [table([{ title: "check" }, { title: "" }, { title: "found", shrinks: true }], rows), ...advice, verdict].join(
    "\n",
  );
}
