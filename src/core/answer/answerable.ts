import { tunables } from '../../../config/tunables.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { RetrievalSignals } from '../find/retrieval-signals.ts';
import { sigmoid } from './fit-logistic.ts';

/** What golden questions taught of one organisation's documents; see `fitCalibration`. */
export type Calibration = {
  /** Platt scaling of the log-odds that all organisations share. */
  readonly slope: number;
  readonly offset: number;
  /** Probability (0–1) below which nothing is quoted and no model is asked. */
  readonly floor: number;
  /** Probability (0–1) below which nothing is quoted where no model reads the passages first. */
  readonly quotedFloor: number;
  /** Probability (0–1) from which quotations are given as what the documents say. */
  readonly sure: number;
};

/**
 * `none`: not to be answered; `doubtful`: by a model alone, which reads before it answers; `closest`: quoted as the closest
 * passages; `sure`: quoted as what the documents say.
 */
export type Confidence = 'none' | 'doubtful' | 'closest' | 'sure';

export type Judgement = {
  readonly confidence: Confidence;
  /** `answerable`: the chance that the passages hold the answer; beside it what it is told by. All 0–1. */
  readonly signals: Readonly<Record<string, number>>;
};

const { words, hybrid, usualScopeFit } = tunables.abstention;

/** Names of the signals that the shared regression goes by, words only and with meanings. */
export const wordFeatures = ['fit', 'specificity', 'scopeFit'] as const;
export const hybridFeatures = ['fit', 'scopeFit', 'nearness', 'agreement'] as const;

/** Judges what was found for a question: as the organisation's calibration says, or as without one. */
export function judge(signals: RetrievalSignals, calibration: Calibration | null = null): Judgement {
  const usual = signals.nearness === null ? words : hybrid;
  const { slope, offset, ...bounds } = calibration ?? { slope: 1, offset: 0, ...usual };
  const answerable = signals.passages === 0 ? 0 : sigmoid(slope * logOdds(signals) + offset);
  const { passages, ...told } = signals;
  const numbers = Object.entries(told).filter((entry): entry is [string, number] => entry[1] !== null);
  return {
    confidence: confidenceOf(signals, answerable, bounds),
    signals: { answerable, ...Object.fromEntries(numbers) },
  };
}

/** Which of an organisation's calibrations holds: that of the vectors that were compared, or `words`. */
export function calibratedFor(
  { nearness }: RetrievalSignals,
  embedder: Pick<Embedder, 'generation'> | undefined,
): string {
  return nearness === null || !embedder ? 'words' : embedder.generation;
}

function confidenceOf(
  { passages, specificity, nearness }: RetrievalSignals,
  answerable: number,
  { floor, quotedFloor, sure }: Pick<Calibration, 'floor' | 'quotedFloor' | 'sure'>,
): Confidence {
  if (passages === 0) return 'none';
  // Words cannot speak about a question without a telling one.
  if (specificity === 0 && nearness === null) return 'closest';
  if (answerable < floor) return 'none';
  if (answerable < quotedFloor) return 'doubtful';
  return answerable < sure ? 'closest' : 'sure';
}

/** Log-odds that the question is answerable, by the regression that all organisations share. */
export function logOdds(signals: RetrievalSignals): number {
  const { bias, weights } = signals.nearness === null ? words : hybrid;
  const values = featuresOf(signals);
  return Object.values<number>(weights).reduce(
    (sum, weight, at) => sum + weight * (values[at] ?? 0),
    bias as number,
  );
}

/** The signals as the regression takes them, in the order of its weights. */
export function featuresOf(signals: RetrievalSignals): number[] {
  const names = signals.nearness === null ? wordFeatures : hybridFeatures;
  return names.map((name) => signals[name] ?? (name === 'scopeFit' ? usualScopeFit : 0));
}
