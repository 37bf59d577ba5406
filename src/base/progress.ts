/** How far long work has come. `done` and `total` count `unit`s ("items", "tokens", "steps"); `phase` names the work. */
export interface Progress {
  phase: string;
  done: number;
  total: number;
  unit: string;
}

/** Called by long work as it goes on; cheap, so it may be called at every item. */
export type OnProgress = (progress: Progress) => void;
