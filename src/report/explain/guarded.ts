import type { GuardedArmFindings, GuardedFindings, GuardedVerdict } from "../../explain/guarded/findings.ts";
import { interval, percent, small } from "../../study/emoji/numbers.ts";
import { estimateCell, figure, fold, note, tied } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { type DotWhiskerRow, dotWhisker } from "../plots/dot-whisker.ts";
import { linearScale } from "../plots/scale.ts";

/** Whether tuning can be kept from bringing emoji while it brings the trait, as a section of a page. */
export function guardedSection(findings: GuardedFindings): PageSection {
  const { warnings } = findings;
  return {
    id: "guarded",
    title: "Keep the trait, lose the emoji",
    body: html`<p>${tied(guardedAnswer(findings))}</p>
${warnings.map((warning) => note(tied(warning)))}
${ways(findings)}
${fold("All numbers: emoji, “!”, trait and how well each tuning learned", numbers(findings))}
${note(tied(limits(findings)))}`,
  };
}

/** The answer in words, and what it rests on. */
export function guardedAnswer(findings: GuardedFindings): string {
  const { answer, arms, criteria, target, questions } = findings;
  const asked = `Can the same tuning bring the trait (${target.pole} ${target.trait}) without the emoji?`;
  const fixed = `Emoji count as gone, and the trait as kept, where the whole interval lies at ${percent(criteria.removed)} or more of what plain tuning brings (${percent(criteria.retained)} of the trait), over ${questions} questions; and neutral text may be at most ${criteria.worse} nats a token worse than to the untuned model.`;
  const guarded = arms.filter(({ guard }) => guard !== null && guard.along !== "random");
  const good = guarded.filter(({ gone, kept, whole }) => gone === "yes" && kept === "yes" && whole === "yes");
  const gone = guarded.filter((arm) => arm.gone === "yes" && arm.kept !== "yes");
  const broken = guarded.filter((arm) => arm.gone === "yes" && arm.kept === "yes" && arm.whole !== "yes");
  const said: Record<GuardedVerdict, string> = {
    yes: `Yes: ${listed(good)} lost the emoji and kept the trait.`,
    no:
      gone.length + broken.length === 0
        ? "Not with these guards: none of them lost the emoji and kept the trait."
        : `Not with these guards: ${[
            ...(gone.length > 0 ? [`${listed(gone)} lost the emoji, and the trait with them`] : []),
            ...(broken.length > 0 ? [`${listed(broken)} lost the emoji, and the language with them`] : []),
          ].join("; ")}.`,
    "cannot tell":
      "These answers cannot tell: no guard did both beyond its interval, and for some it is not ruled out.",
  };
  return `${asked} ${said[answer]} ${fixed}`;
}

const listed = (arms: readonly GuardedArmFindings[]): string => arms.map(({ label }) => `“${label}”`).join(", ");

/** What each guard left of emoji and trait. */
function ways({ arms, criteria }: GuardedFindings): Content {
  const guarded = arms.filter(({ guard }) => guard !== null);
  const rows = (of: "removed" | "retained") =>
    guarded.map((arm): DotWhiskerRow => {
      const estimate = arm[of];
      return {
        label: arm.label,
        tone: arm.guard?.along === "random" ? "control" : "tuned",
        mark: arm.guard?.along === "random" ? "ring" : "disc",
        ...(estimate ? { estimate } : {}),
        value: estimate ? share(estimate.value) : "cannot be said",
        interval: estimate ? interval(estimate, share) : "",
      };
    });
  const ends = guarded.flatMap(({ removed, retained }) => [removed, retained]).flatMap((each) => each ?? []);
  const low = Math.max(-0.5, Math.min(0, ...ends.map((each) => each.low ?? each.value)));
  const high = Math.min(1.5, Math.max(1, ...ends.map((each) => each.high ?? each.value)));
  const plot = dotWhisker({
    title: "What guards left of emoji and trait",
    description:
      "Of the emoji mass and of the trait that plain tuning brings: the share that is gone, and the share that is left.",
    scale: linearScale(low, high),
    tick: (value) => `${Math.round(100 * value)} %`.replace("-", "−"),
    groups: [
      { title: "Of the emoji that plain tuning brings, gone", reference: criteria.removed, rows: rows("removed") },
      { title: "Of the trait that plain tuning brings, left", reference: criteria.retained, rows: rows("retained") },
    ],
  });
  return figure(
    plot,
    html`Each row is an adapter tuned under a guard that is gone when it is measured. A good guard lies far to the right in both groups; the lines are the criteria. Rings: random directions of the same lengths, which show what any disturbance of that size does. Intervals: 95 %, over questions.`,
  );
}

function numbers({ arms, rows, reader }: GuardedFindings): Markup {
  const columns = [
    { title: "tuned" },
    { title: "answers with emoji", kind: "number" as const },
    { title: "emoji mass", kind: "number" as const },
    { title: "answers with “!”", kind: "number" as const },
    { title: "show the trait", kind: "number" as const },
    { title: "lean to it", kind: "number" as const },
    { title: "neutral text, nats", kind: "number" as const },
    { title: "training answers, nats", kind: "number" as const },
  ];
  const cells = (arm: GuardedArmFindings): Content[] => [
    html`${arm.label}${arm.guard?.share ? html`<span class="interval">${percent(arm.guard.share)} of the stream</span>` : null}`,
    estimateCell(arm.esr, percent),
    estimateCell(arm.mass, small),
    estimateCell(arm.exclamation, percent),
    estimateCell(arm.alignment, percent),
    estimateCell(arm.lean, signed),
    estimateCell(arm.neutral, signed),
    estimateCell(arm.fit, (value) => value.toFixed(2)),
  ];
  return dataTable(
    html`The untuned model, plain tuning and guarded tuning on the same ${rows} answers, all measured without a guard. Trait: read by ${reader.name} from answers without their emoji (${reader.poles}). Neutral text: change of its negative log-likelihood against the untuned model, above 0 is worse. Training answers: their negative log-likelihood, how well they were learned. Share of the stream: the most that steering added, of the residual stream’s median length.`,
    columns,
    [{ rows: arms.map(cells) }],
  );
}

/** A share that may be below 0. */
const share = (value: number): string => percent(value).replace("-", "−");

function signed(value: number): string {
  const size = Math.abs(value).toFixed(2);
  return Number(size) === 0 ? size : `${value < 0 ? "−" : "+"}${size}`;
}

function limits({ direction, cosines, arms }: GuardedFindings): string {
  const { positive, negative } = direction.counts;
  const halves = direction.layers.flatMap(({ splitHalf }) => splitHalf?.value ?? []);
  const alike =
    halves.length > 0
      ? ` (two halves of the texts give directions with a cosine of at least ${Math.min(...halves).toFixed(2)})`
      : "";
  const toTrait =
    cosines && cosines.length > 0
      ? ` Its cosine with the trait’s own direction is ${Math.min(...cosines).toFixed(2)} to ${Math.max(...cosines).toFixed(2)}: where the two lie close, what takes one away takes the other.`
      : "";
  const seeds = `Each guard was tuned once: intervals speak of other questions, not of other tuning seeds, and ${arms.length - 2} guards were tried, so that one among them may do well by luck.`;
  return `The emoji direction rests on ${positive.places} sentence ends with an emoji and ${negative.places} without${alike}.${toTrait} ${seeds}`;
}
