/** Fixed before looking. Shares are of what plain tuning brings; `worse` and `loss` are nats a token. */
export const criteria = {
  /** A trait is prevented where at least so much of it is gone, at the interval's lower end. */
  prevented: 0.5,
  /** The emoji are prevented, and a trait is left, where at least so much of them is. */
  mostly: 0.75,
  /** Neutral text may become so much worse: beyond that it is the language that is lost. */
  worse: 0.25,
  /** Training losses are equal where they differ by no more. */
  loss: 0.1,
  /** Something holds over poles where it does along so many of their vectors, and does not along fewer than half. */
  poles: 0.8,
} as const;
