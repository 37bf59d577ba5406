import type { ShiftArm, ShiftFindings } from "../../../study/shift/findings.ts";
import { spoken } from "../../emoji/answer.ts";
import { estimateCell, fold } from "../../emoji/cells.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { nameOf, one, percents, three, two } from "../words.ts";

const right = (title: string) => ({ title, kind: "number" as const });

/** Every figure of every arm, and the vectors. */
export function armSection({ arms, vectors, settings }: ShiftFindings): PageSection {
  const columns = [
    { title: "Arm" },
    right("Trait score"),
    right("Coherence"),
    right("Shift"),
    right("ESR"),
    right("Emoji mass"),
    right("Loss"),
    right("Answers without guard"),
    right("Neutral text"),
  ];
  const mean = (values: readonly (number | null)[]): string => {
    const own = values.filter((value) => value !== null);
    return own.length === 0 ? "" : three(own.reduce((sum, x) => sum + x, 0) / own.length);
  };
  const row = (arm: ShiftArm) => [
    html`${nameOf(arm.method)}${arm.strength !== null && ` × ${arm.strength}`}<span class="interval">${arm.adapters.length > 0 && `${arm.adapters.length} seed${arm.adapters.length === 1 ? "" : "s"}`}</span>`,
    estimateCell(arm.score, one),
    estimateCell(arm.coherence, one),
    estimateCell(arm.shift, two),
    estimateCell(arm.esr, two),
    estimateCell(arm.mass, three),
    mean(arm.adapters.map(({ loss }) => loss)),
    mean(arm.adapters.map(({ fit }) => fit)),
    estimateCell(arm.neutral, three),
  ];
  const shares = [null, ...settings.shares];
  return {
    id: "arms",
    title: "All arms",
    body: html`${dataTable(
      `Trait score by ${settings.scorer}, coherence by ${settings.coherenceBy}, 0 to 100, of answers read without their emoji. Shift: along the vector at the prompt's last token, raw. Loss: while tuning, over the last epoch, nats a token, with the guard in force. Answers without guard: loss on training answers afterwards. Neutral text: nats a token worse than to the untuned model.`,
      columns,
      shares.map((share) => ({
        title: share === null ? "Not tuned" : `${percents(share)} trait-laden answers`,
        rows: arms.filter((arm) => arm.share === share).map(row),
      })),
    )}
${fold(
  `The vector${vectors.length === 1 ? "" : `s of ${vectors.length} poles`}`,
  dataTable(
    "Length raw and over the residual stream's median length at that layer.",
    [{ title: "Pole" }, right("Layer"), { title: "Why" }, right("Length"), right("Share"), { title: "Made of" }],
    [
      {
        rows: vectors.map(({ pole, layer, why, norm, medianShare, positions }) => [
          spoken(pole),
          layer,
          why,
          two(norm),
          medianShare === null ? "" : two(medianShare),
          positions,
        ]),
      },
    ],
  ),
)}`,
  };
}
