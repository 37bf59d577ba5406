/**
 * What it takes to lose the emoji and keep the trait, fixed before looking: so much of the persona's surplus of emoji mass must be gone, and of
 * its trait left, at the interval's lower end; and plain text may become less probable by at most so many nats a token, or it is not the
 * emoji that are lost but the language.
 */
export const lossCriteria = { removed: 0.75, retained: 0.75, worse: 0.25 } as const;
