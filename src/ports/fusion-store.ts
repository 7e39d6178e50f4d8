import type { FusionNumbers } from '../core/find/fusion-numbers.ts';

/** How organisations weigh words and vectors, where that was fitted for them. Changes leave an audit record. */
export type FusionStore = {
  /** `null`: as `tunables.find.fusion` says. */
  find(org: string): Promise<FusionNumbers | null>;
  keep(org: string, numbers: FusionNumbers): Promise<void>;
  /** Back to the tunables. False when nothing was kept. */
  reset(org: string): Promise<boolean>;
};
