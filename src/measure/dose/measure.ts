import { traits } from "../../trait/framework.ts";
import { questionAbout } from "../../trait/questions.ts";
import type { MeasureOptions } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel } from "../respondent.ts";
import { drawResamples } from "../statistics/bootstrap.ts";
import { type DoseQuestions, dosedAnswers } from "./answers.ts";
import type { Dose } from "./doses.ts";
import { curveOf, type DoseLine, linesOf, slopeDifference } from "./figures.ts";
import type { DoseFindings } from "./findings.ts";

/** A PsychAdapter's persona on its model. */
export interface DosedArm {
  name: string;
  local: LocalModel;
}

export interface DoseRequest extends DoseQuestions {
  persona: DosedArm;
  /** One that was trained alike with the scores dealt out to other texts, or another to compare with. */
  control?: DosedArm;
  doses: readonly Dose[];
}

/** How answers change along each line of doses: trait scores, emoji and fluency, with slopes; beside a control's, where there is one. */
export async function measureDose(request: DoseRequest, options: MeasureOptions): Promise<DoseFindings> {
  const { persona, control, doses, questions, reader, register } = request;
  const linesFor = async (role: string, { name, local }: DosedArm) =>
    linesOf(
      doses,
      await dosedAnswers(name, local, doses, request, { ...options, keep: keepUnder(options.keep, role) }),
    );
  const lines = await linesFor("persona", persona);
  const others = control && (await linesFor("control", control));
  const draws = drawResamples(questions.length, { seed: options.seed, stream: "dose" });
  const armOf = (name: string, own: readonly DoseLine[]) => ({ name, curves: own.map((line) => curveOf(line, draws)) });
  const { name, sha256, poleScale } = reader;
  return {
    part: "dose",
    measured: [...traits],
    reader: { name, sha256, poles: poleScale.label },
    questions: questions.length,
    answers: questions.length * new Set(lines.flatMap(({ points }) => points.map(({ answers }) => answers))).size,
    persona: armOf(persona.name, lines),
    control: control && others ? armOf(control.name, others) : null,
    beyondControl: others
      ? lines.map((line, i) => ({ along: line.along, slope: slopeDifference(line, others[i]!, draws) }))
      : [],
    examples: lines.map(({ along, points }, i) => {
      const question = i % questions.length;
      const shown = [points[0]!, points[points.length >> 1]!, points.at(-1)!];
      return {
        along,
        question: questionAbout(questions[question]!.topic, register),
        texts: shown.map(({ at, answers }) => ({ at, text: answers.texts[question]! })),
      };
    }),
  };
}
