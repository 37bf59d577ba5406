import { usage } from "../../base/errors.ts";
import type { ExplainedArm } from "../../explain/arm.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { Context } from "../context.ts";
import { type Subject, withPersona } from "../persona-option.ts";
import { aboutArm, armOf, type EngineArms, type Explained, hashesOf, openExplained } from "./arms.ts";

const roles = ["persona", "control"] as const;

/** Personas that are alike but for their tuning's seed, and controls; `explained` knows the first of each as its arms. */
export interface ExplainedSeeds {
  explained: Explained;
  folders: { persona: readonly string[]; control?: readonly string[] };
  /** Those after the first, on an engine: "persona 2", "control 2" ... */
  others(engine: Engine): Record<(typeof roles)[number], ExplainedArm[]>;
}

interface Named {
  model: string;
  accuracy: Accuracy;
  persona: readonly string[] | undefined;
  against: string | undefined;
  control: readonly string[] | undefined;
}

/** Opens model, personas and controls. Throws as `openExplained` does, and "usage" where one folder is persona and control. */
export async function openSeeds(given: Named, context: Context): Promise<ExplainedSeeds> {
  const { persona: personas = [], control: controls = [] } = given;
  const both = personas.find((folder) => controls.includes(folder));
  if (both !== undefined) throw usage(`${both} is named as persona and as control: give each its own folders.`);
  const explained = await openExplained({ ...given, persona: personas[0], control: controls[0] }, context);
  const others: { role: (typeof roles)[number]; id: string; subject: Subject }[] = [];
  for (const role of roles)
    for (const [i, folder] of (role === "persona" ? personas : controls).entries())
      if (i > 0)
        others.push({ role, id: `${role} ${i + 1}`, subject: await withPersona(explained.model, folder, context) });
  const hashes = others.map(({ id, subject }) => hashesOf(id.replace(" ", "-"), subject));
  const who = Object.fromEntries(others.map(({ id, subject }) => [id, aboutArm(subject)]));
  return {
    explained: {
      ...explained,
      inputs: Object.assign({}, explained.inputs, ...hashes),
      about: { ...explained.about, who: { ...explained.about.who, ...who } },
    },
    folders: { persona: personas, ...(controls.length > 0 && { control: controls }) },
    others(engine) {
      const of = (wanted: string) =>
        others.filter(({ role }) => role === wanted).map(({ id, subject }) => armOf(id, subject, engine));
      return { persona: of("persona"), control: of("control") };
    },
  };
}

/** All seeds of both sides, the first ones among them. */
export function seedsIn({ others }: ExplainedSeeds, arms: EngineArms) {
  const rest = others(arms.base.respondent.local.engine);
  return {
    personas: [...(arms.persona ? [arms.persona] : []), ...rest.persona],
    controls: [...(arms.control ? [arms.control] : []), ...rest.control],
  };
}
