import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { AppError, isAppError } from '../../core/errors.ts';

export type BreakerSettings = {
  readonly failures: number;
  readonly restMs: number;
  readonly clock: { now(): number };
};

/** How a call ended; `unknown` says nothing of the provider. */
export type CallEnd = 'fine' | 'failed' | 'unknown';

export type Breaker = {
  /** Lets a call through and gives what it must say at its end; `null`: the provider is left alone for now. */
  enter(): ((end: CallEnd) => void) | null;
};

/**
 * Counts the failures of one provider: after `failures` in a row no call goes through for `restMs`, then one does, whose
 * end decides.
 */
export function createBreaker({ failures, restMs, clock }: BreakerSettings): Breaker {
  let failuresInARow = 0;
  let openUntil = 0;
  let trying = false;
  return {
    enter() {
      const opened = failuresInARow >= failures;
      if (opened && (trying || clock.now() < openUntil)) return null;
      trying = opened;
      return (end) => {
        if (opened) trying = false;
        if (end === 'fine') failuresInARow = 0;
        if (end !== 'failed') return;
        failuresInARow += 1;
        openUntil = clock.now() + restMs;
      };
    },
  };
}

/**
 * Leaves a failing provider alone: it answers `MODEL_UNAVAILABLE` at once. A call that the caller aborted says nothing, nor
 * does an error that `blames` leaves to the question, such as one that is too long for the model.
 */
export function withBreaker<Model extends AnsweringModel>(
  model: Model,
  settings: BreakerSettings & { blames(error: AppError): boolean },
): Model {
  const breaker = createBreaker(settings);

  async function* stream(...[turns, options]: Parameters<AnsweringModel['stream']>) {
    const leave = breaker.enter();
    if (!leave)
      throw new AppError('MODEL_UNAVAILABLE', {
        detail: 'The provider failed repeatedly and is left alone for a while.',
      });
    let end: CallEnd = 'unknown';
    try {
      yield* model.stream(turns, options);
      end = 'fine';
    } catch (error) {
      if (isAppError(error) && !options.signal.aborted && settings.blames(error)) end = 'failed';
      throw error;
    } finally {
      leave(end);
    }
  }

  return { ...model, stream };
}
