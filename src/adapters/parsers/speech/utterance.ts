/** Words that one person says between two moments, in seconds from the start; `speaker` is `null` where nobody is named. */
export type Utterance = {
  readonly speaker: string | null;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly text: string;
};
