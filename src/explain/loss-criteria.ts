/**
 * What it takes to lose the emoji and keep the trait, fixed before looking: so much of the persona's surplus of emoji mass must be gone, and of
 * its trait left, at the interval's lower end.
 */
export const lossCriteria = { removed: 0.75, retained: 0.75 } as const;
