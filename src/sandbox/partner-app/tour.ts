/** One step of the tour, as the page shows it. */
export interface TourStepView {
  title: string;
  /** What happens when the step is played. */
  tells: string;
  /** Where to look for it. */
  look: string;
  state: 'to come' | 'at work' | 'done' | 'failed';
  /** What was seen; of a failed step, why it failed. */
  seen: string[];
}

/** Plays the steps against everything that runs; whoever starts the partner app hands one in. */
export interface Tour {
  steps(): TourStepView[];
  /** Plays the first step that is not done. While one is at work, nothing. Resolves when it is over, whatever came of it. */
  next(): Promise<void>;
  /** `listener` hears of each change of `steps()`. */
  watch(listener: () => void): void;
}
