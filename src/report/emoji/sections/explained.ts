import type { EmojiFindings } from "../../../study/emoji/findings.ts";
import { ablateSection } from "../../explain/ablate.ts";
import { forecastSection } from "../../explain/forecast.ts";
import { guardedSection } from "../../explain/guarded.ts";
import { iclSection } from "../../explain/icl.ts";
import { layersSection } from "../../explain/layers.ts";
import { neuronsSection } from "../../explain/neurons.ts";
import { tokensSection } from "../../explain/tokens.ts";
import type { PageSection } from "../../html/page.ts";
import { spoken } from "../answer.ts";
import { armLabel } from "../labels.ts";
import { claimTableSection } from "./claim-table.ts";

/** The second half of the report: a section a part, and the table of claims at its end. Empty where nothing was explained. */
export function explainedSections({ explained, arms, settings }: EmojiFindings): PageSection[] {
  if (!explained) return [];
  const { tokens, forecast, icl, layers, neurons, ablate, guarded } = explained;
  const names = new Map([...(tokens?.arms ?? []), ...(layers?.compared ?? [])].map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => {
    const arm = arms.find((one) => one.id === id);
    return names.get(id) ?? (arm ? armLabel(arm, settings) : id);
  };
  const [first, ...rest] = [
    ...(tokens ? [tokensSection(tokens, { nameOf })] : []),
    ...(forecast ? [forecastSection(forecast)] : []),
    ...(icl ? [iclSection(icl, { nameOf })] : []),
    ...(layers ? [layersSection(layers, { nameOf })] : []),
    ...(neurons ? [neuronsSection(neurons)] : []),
    ...(ablate ? [ablateSection(ablate)] : []),
    ...(guarded ? [guardedSection(guarded)] : []),
    claimTableSection(explained),
  ];
  return [{ ...first!, part: `Why: where the emoji of ${spoken(explained.voice)} come from` }, ...rest];
}
