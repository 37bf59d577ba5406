import { usage } from "../../base/errors.ts";

/** How the next token is chosen. Filters act in Hugging Face's order: temperature, top-k, top-p, min-p. */
export interface Sampling {
  /** 0 takes the most probable token (the lowest id among equals). */
  temperature: number;
  /** Keep the k most probable; 0 keeps all. */
  topK: number;
  /** Keep the smallest set of most probable tokens whose sum reaches this; 1 keeps all. */
  topP: number;
  /** Drop tokens less probable than this share of the most probable; 0 keeps all. */
  minP: number;
  /** Divides positive and multiplies negative logits of tokens already in the sequence (CTRL, eq. 1); 1 does nothing. */
  repetitionPenalty: number;
}

/** Throws "usage" for a value outside what is legal. */
export function checkSampling(s: Sampling): void {
  const rules: [keyof Sampling, boolean, string][] = [
    [
      "temperature",
      s.temperature === 0 || (s.temperature >= 0.001 && s.temperature <= 100),
      "0 (greedy) or from 0.001 to 100",
    ],
    ["topK", Number.isInteger(s.topK) && s.topK >= 0, "a whole number, 0 for all"],
    ["topP", s.topP > 0 && s.topP <= 1, "above 0 and at most 1"],
    ["minP", s.minP >= 0 && s.minP < 1, "from 0 and below 1"],
    ["repetitionPenalty", s.repetitionPenalty > 0 && s.repetitionPenalty <= 100, "above 0; 1 does nothing"],
  ];
  for (const [name, legal, range] of rules) if (!legal) throw usage(`${name} is ${s[name]}; it must be ${range}`);
}
