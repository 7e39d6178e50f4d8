import type { Calibration } from '../core/answer/answerable.ts';

/** What a calibration holds for: a generation of vectors, or `words` where meanings are not compared. */
export type CalibratedFor = string;

export type StoredCalibration = Calibration & {
  readonly calibratedFor: CalibratedFor;
  /** Golden questions that it was fitted on. */
  readonly answerable: number;
  readonly unanswerable: number;
  /** Area under the ROC curve over these questions (0–1). */
  readonly auroc: number;
  readonly fittedAt: Date;
};

/** How each organisation judges whether a question can be answered: numbers only, nothing of questions or documents. */
export type CalibrationRepository = {
  find(org: string, calibratedFor: CalibratedFor): Promise<StoredCalibration | null>;
  /** Takes the place of the one before for the same. Leaves an audit record. */
  save(org: string, calibration: Omit<StoredCalibration, 'fittedAt'>): Promise<void>;
  /** Forgets all of an organisation; gives how many there were. Leaves an audit record. */
  reset(org: string): Promise<number>;
};
