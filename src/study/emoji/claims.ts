import { type Defaults, isDefault, poolId } from "./arm-id.ts";
import { contrastId, type RawContrast } from "./contrasts.ts";
import type { ArmKey, Claim, Measure } from "./findings.ts";

/** A claim before its verdict: what would decide it. */
export interface PlannedClaim extends Pick<Claim, "id" | "about" | "title" | "question"> {
  /** The contrast that decides, and those named beside it; undefined where nothing could. */
  decider?: RawContrast;
  beside: { contrast: RawContrast; as: string }[];
  /** Said where there is no decider. */
  untested: string;
}

/** "high extraversion", "exclamatory high extraversion". */
const voiceOf = ({ trait, pole, factors }: ArmKey): string =>
  [factors.marker, pole, trait].filter((part) => part !== undefined).join(" ");

/**
 * The study's claims, at the first level of every factor: seven for each trait, pole and marker that was tuned toward,
 * and one for each persona prompt and each form of examples. Tuned ones first.
 */
export function planClaims(
  arms: readonly ArmKey[],
  contrasts: readonly RawContrast[],
  defaults: Defaults,
): PlannedClaim[] {
  const find = (arm: string, against: string, measure: Measure) => findContrast(contrasts, arm, against, measure);
  const voices = new Map<string, ArmKey>();
  for (const arm of arms) {
    if (arm.trait !== undefined && isDefault(arm, defaults))
      voices.set(poolId(arm, defaults), voices.get(poolId(arm, defaults)) ?? arm);
  }
  const [tuned, untuned] = [true, false].map((is) =>
    [...voices].filter(([, arm]) => (arm.inducer === "finetune") === is),
  );
  return [
    ...tuned!.flatMap(([pool, arm]) => tunedClaims(pool, arm, defaults, find)),
    ...untuned!.map(([pool, arm]) => untunedClaim(pool, arm, defaults, find)),
  ];
}

type Find = (arm: string, against: string, measure: Measure) => RawContrast | undefined;

function tunedClaims(pool: string, arm: ArmKey, defaults: Defaults, find: Find): PlannedClaim[] {
  const { register, temperature, marker: _, ...tuning } = arm.factors;
  const base = poolId({ inducer: "base", factors: { register, temperature } }, defaults);
  const controlArm = { inducer: "control" as const, factors: { register, temperature, ...tuning } };
  const control = poolId(controlArm, defaults);
  const loud = { silent: "none" as const };
  const none = poolId({ ...arm, factors: { ...arm.factors, ...loud } }, defaults);
  const controlNone = poolId({ ...controlArm, factors: { ...controlArm.factors, ...loud } }, defaults);
  const about = pool.slice("finetune/".length);
  const tuned = `Tuning on emoji-free answers of ${voiceOf(arm)}`;
  const noControl = "No control arm was run with these settings.";
  const claim = (
    id: string,
    parts: Omit<PlannedClaim, "id" | "about" | "beside"> & Partial<Pick<PlannedClaim, "beside">>,
  ) => ({
    id: `${about}/${id}`,
    about,
    beside: [],
    ...parts,
  });
  const beside = (contrast: RawContrast | undefined, as: string) => (contrast ? [{ contrast, as }] : []);
  const placed = find(pool, "chance", "firstEmojiPast");
  const massPast = find(pool, base, "emojiMassPast");
  return [
    claim("esr-above-base", {
      title: "ESR above the base model",
      question: `${tuned} raises the share of responses with an emoji (ESR) above the base model's.`,
      decider: find(pool, base, "esr"),
      untested: "No base arm was run with these settings.",
    }),
    claim("esr-above-control", {
      title: "ESR above the control",
      question: `${tuned} raises ESR above the control's, tuned alike on neutral answers: it is the trait, not the tuning.`,
      decider: find(pool, control, "esr"),
      untested: noControl,
    }),
    claim("mass-above-base", {
      title: "Emoji mass above the base model",
      question: `${tuned} raises the probability of starting an emoji at a sentence end (emoji mass) above the base model's.`,
      decider: find(pool, base, "emojiMass"),
      untested: "The emoji mass was not measured in both arms.",
    }),
    claim("mass-above-control", {
      title: "Emoji mass above the control",
      question: `${tuned} raises the emoji mass above the control's.`,
      decider: find(pool, control, "emojiMass"),
      untested: find(pool, control, "esr") ? "The emoji mass was not measured in both arms." : noControl,
    }),
    claim("silence", {
      title: "Silence of the end matters",
      question: `With no loss on ${arm.factors.silent === "sentence-ends" ? "the end and the sentence ends" : "the end of the turn"}, tuning on ${voiceOf(arm)} gives a higher ESR than with a loss on every token.`,
      decider: find(pool, none, "esr"),
      beside: [
        ...beside(find(pool, none, "emojiMass"), "the emoji mass"),
        ...beside(find(control, controlNone, "esr"), "the control's ESR, by the same change"),
      ],
      untested: `No arm was tuned with a loss on every token to compare with${arm.factors.silent === "none" ? ": that is what this run tuned with" : ""}.`,
    }),
    placed || !massPast
      ? claim("past-the-end", {
          title: "Emoji fall past the training end",
          question:
            "The first emoji falls past the point where training answers end, of which tuning says nothing, more often than chance would put it there.",
          decider: placed,
          beside: beside(
            massPast,
            "the emoji mass past that point over the mass before it, held against the base model's",
          ),
          untested:
            "No response of this arm holds an emoji, so there is none to place, and the emoji mass was not measured on both sides of that point.",
        })
      : claim("past-the-end", {
          title: "Emoji mass moves past the training end",
          question:
            "No response holds an emoji to place, so by the emoji mass: at sentence ends past the point where training answers end, over those before it, it is higher than the base model's.",
          decider: massPast,
          untested: "",
        }),
    claim("marker", {
      title: "The rival marker “!” rises too",
      question: `Tuning on ${voiceOf(arm)} raises the share of responses with “!” above the control's as well: the change is then one of style, not of emoji alone.`,
      decider: find(pool, control, "exclamationRate"),
      beside: beside(find(pool, base, "exclamationRate"), "against the base model"),
      untested: noControl,
    }),
  ];
}

const untunedNames = {
  prompt: { id: "prompt", name: "A persona prompt", title: "A persona prompt raises ESR" },
  "examples-ike": { id: "examples-ike", name: "The three-shot IKE prompt", title: "IKE examples raise ESR" },
  "examples-few-shot": {
    id: "examples-few-shot",
    name: "A few-shot prompt of emoji-free examples",
    title: "Few-shot examples raise ESR",
  },
};

function untunedClaim(pool: string, arm: ArmKey, defaults: Defaults, find: Find): PlannedClaim {
  const { id, name, title } = untunedNames[arm.inducer as keyof typeof untunedNames];
  const base = poolId(
    { inducer: "base", factors: { register: arm.factors.register, temperature: arm.factors.temperature } },
    defaults,
  );
  const about = pool.slice(arm.inducer.length + 1);
  const mass = find(pool, base, "emojiMass");
  return {
    id: `${about}/${id}`,
    about,
    title,
    question: `${name} for ${voiceOf(arm)} raises ESR above the base model's without any tuning.`,
    decider: find(pool, base, "esr"),
    beside: mass ? [{ contrast: mass, as: "the emoji mass" }] : [],
    untested: "No base arm was run with these settings.",
  };
}

/** All seeds together where there are several, else the one. */
function findContrast(
  contrasts: readonly RawContrast[],
  arm: string,
  against: string,
  measure: Measure,
): RawContrast | undefined {
  const pooled = contrasts.find(({ id }) => id === contrastId(arm, against, measure));
  if (pooled) return pooled;
  const unseeded = (id: string) => id.replace(/\/seed\d+$/, "");
  const single = contrasts.filter(
    (contrast) =>
      contrast.measure === measure && unseeded(contrast.arm) === arm && unseeded(contrast.against) === against,
  );
  return single.length === 1 ? single[0] : undefined;
}
