import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../errors.ts';
import type { Calibration } from './answerable.ts';
import { fitLogistic, sigmoid } from './fit-logistic.ts';

/** A golden question: the shared log-odds of what was found for it, and whether the documents answer it. */
export type GoldenOutcome = { readonly logOdds: number; readonly answerable: boolean };

const { leastAnswerable, leastUnanswerable, lostShare, quotedLostShare, leastFloor, sureAt, ridge } =
  tunables.abstention.calibration;

/**
 * Fits what one organisation's golden questions say: slope and offset of the shared log-odds (Platt, 1999, with his
 * smoothed targets), and the floors that lose at most `lostShare` and `quotedLostShare` of the answerable ones.
 * @throws AppError `CALIBRATION_TOO_SMALL`; `CALIBRATION_USELESS` when the signal does not tell the questions apart
 */
export function fitCalibration(outcomes: readonly GoldenOutcome[]): Calibration {
  const answerable = outcomes.filter((one) => one.answerable);
  const unanswerable = outcomes.length - answerable.length;
  if (answerable.length < leastAnswerable || unanswerable < leastUnanswerable)
    throw new AppError('CALIBRATION_TOO_SMALL', {
      detail: `${answerable.length} answerable (at least ${leastAnswerable}), ${unanswerable} to abstain from (at least ${leastUnanswerable})`,
    });
  const high = (answerable.length + 1) / (answerable.length + 2);
  const low = 1 / (unanswerable + 2);
  const {
    offset,
    weights: [slope = 0],
  } = fitLogistic(
    outcomes.map((one) => ({ features: [one.logOdds], outcome: one.answerable ? high : low })),
    ridge,
  );
  if (slope <= 0) throw new AppError('CALIBRATION_USELESS');
  const chances = answerable.map(({ logOdds }) => sigmoid(slope * logOdds + offset)).sort((a, b) => a - b);
  const floorThatLoses = (share: number) => {
    const firstKept = chances[Math.floor(chances.length * share)] ?? 0;
    // Just below it: what is stored as a number must not lose the question by rounding.
    return Math.max(leastFloor, Math.min(firstKept * 0.999, sureAt));
  };
  return {
    slope,
    offset,
    floor: floorThatLoses(lostShare),
    quotedFloor: floorThatLoses(quotedLostShare),
    sure: sureAt,
  };
}
