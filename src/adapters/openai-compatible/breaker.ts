import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { AppError, isAppError } from '../../core/errors.ts';

/**
 * Leaves a failing provider alone: after `failures` failures in a row it answers `MODEL_UNAVAILABLE` at once for
 * `restMs`, then lets one question through, whose end decides. A call that the caller aborted says nothing, nor does an error that
 * `blames` leaves to the question, such as one that is too long for the model.
 */
export function withBreaker<Model extends AnsweringModel>(
  model: Model,
  settings: {
    readonly failures: number;
    readonly restMs: number;
    readonly clock: { now(): number };
    blames(error: AppError): boolean;
  },
): Model {
  let failuresInARow = 0;
  let openUntil = 0;
  let trying = false;

  async function* stream(...[turns, options]: Parameters<AnsweringModel['stream']>) {
    const opened = failuresInARow >= settings.failures;
    if (opened && (trying || settings.clock.now() < openUntil))
      throw new AppError('MODEL_UNAVAILABLE', {
        detail: 'The provider failed repeatedly and is left alone for a while.',
      });
    trying = opened;
    try {
      yield* model.stream(turns, options);
      failuresInARow = 0;
    } catch (error) {
      if (isAppError(error) && !options.signal.aborted && settings.blames(error)) {
        failuresInARow += 1;
        openUntil = settings.clock.now() + settings.restMs;
      }
      throw error;
    } finally {
      if (opened) trying = false;
    }
  }

  return { ...model, stream };
}
