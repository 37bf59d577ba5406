import { readVectorFindings } from "../../measure/vectors/findings.ts";
import { type RecipeName, recipes } from "../../measure/vectors/recipes.ts";
import { html } from "../../report/html/markup.ts";
import { page } from "../../report/html/page.ts";
import { factList } from "../../report/html/table.ts";
import { idOf, reproduction } from "../../report/run/reproduce.ts";
import { extractLead, extractSections } from "../../report/vector/extract.ts";
import type { RunDetails } from "../../run/list.ts";
import type { Manifest } from "../../run/manifest.ts";
import { untyped } from "../command.ts";
import { embedded } from "../model-name.ts";
import { option, unusual } from "../study/command-line.ts";
import { extractOptions } from "./extract-options.ts";
import type { ExtractionFindings } from "./extract-work.ts";

/** A finished extraction as a page of its own, from what lies in its folder. */
export function renderExtraction({ manifest, findings, folder }: RunDetails): string {
  const found = readVectorFindings(findings, folder);
  const { model, vector } = findings as ExtractionFindings;
  const named = (manifest.config as { model: string }).model;
  return page({
    title: `A vector of ${found.trait.name}`,
    subtitle: `${model.name}, ${found.recipe.name}, seed ${manifest.seed}.`,
    lead: extractLead(found),
    sections: [
      ...extractSections(found, { model: named }),
      reproduction(
        { ...manifest, commandLine: commandLineOf(manifest) },
        html`<h3>What was made</h3>${factList([
          ["model", html`${model.name} ${idOf(model.sha256)}`],
          ["trait", found.trait.description],
          [vector.file, idOf(vector.sha256)],
        ])}`,
      ),
    ],
    footer: `Written by traitlab ${manifest.versions.traitlab ?? ""} from findings.json of this folder.`,
  });
}

function commandLineOf({ command, config, seed, choices }: Manifest): string {
  const { model, judge, coherence, judgeBy, from, pooling, ...rest } = config as Record<string, unknown>;
  const asked = (name: string) => choices[name]?.reason.includes("asked for") ?? false;
  const typed = {
    ...(asked("from") && { from }),
    ...(asked("judge") && { judge, coherence }),
    ...(judgeBy === "as can be" ? {} : { judgeBy }),
    ...(pooling === recipes[rest.recipe as RecipeName].pooling ? {} : { pooling }),
  };
  return [
    `traitlab ${command}`,
    ...(model === embedded ? [] : [option("model", model)]),
    ...unusual({ ...rest, ...typed }, untyped(extractOptions)),
    ...(seed === 0 ? [] : [option("seed", seed)]),
  ].join(" ");
}
