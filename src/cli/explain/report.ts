import { html } from "../../report/html/markup.ts";
import type { PageSection } from "../../report/html/page.ts";
import { page } from "../../report/html/page.ts";
import { factList } from "../../report/html/table.ts";
import { idOf, plain, reproduction } from "../../report/run/reproduce.ts";
import type { RunDetails } from "../../run/list.ts";
import type { Manifest } from "../../run/manifest.ts";
import { embedded } from "../model-name.ts";
import { option, unusual } from "../study/command-line.ts";
import type { Explained } from "./arms.ts";

/** How one kind of explanation is reported. */
export interface ExplanationReport {
  title: string;
  /** What its command's options are when nothing is typed. */
  usual: Readonly<Record<string, unknown>>;
  /** Its sections, from findings.json. Throws "bad-input", naming `where`, for other findings. */
  sections(findings: unknown, where: string): readonly PageSection[];
}

/** A finished explanation as a page of its own, from what lies in its folder. */
export function renderExplanation(
  { manifest, findings, folder }: RunDetails,
  { title, usual, sections }: ExplanationReport,
): string {
  const { model, who } = findings as Explained["about"];
  const name = (who.persona ?? who.base)!.name;
  return page({
    title,
    subtitle: `${name}, seed ${manifest.seed}.`,
    sections: [
      ...sections(findings, folder),
      reproduction(
        { ...manifest, commandLine: commandLineOf(manifest, usual) },
        html`<h3>Who was looked at</h3>${factList([
          ["model", html`${model.name} ${idOf(model.sha256)}`],
          ...Object.entries(who).map(([role, arm]) => [role, plain(arm.name)] as const),
        ])}`,
      ),
    ],
    footer: `Written by traitlab ${manifest.versions.traitlab ?? ""} from findings.json of this folder.`,
  });
}

function commandLineOf({ command, config, seed }: Manifest, usual: ExplanationReport["usual"]): string {
  const { model, ...rest } = config as Record<string, unknown>;
  return [
    `traitlab ${command}`,
    ...(model === embedded ? [] : [option("model", model)]),
    ...unusual(rest, usual),
    ...(seed === 0 ? [] : [option("seed", seed)]),
  ].join(" ");
}
