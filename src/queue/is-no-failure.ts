import { isAppError, isStoreAway } from '../core/errors.ts';

/** Whether a job broke off for no reason of its own: its process stops, or its stores are away. */
export const isNoFailure = (error: unknown): boolean =>
  isStoreAway(error) || (isAppError(error) && error.code === 'INTERRUPTED');
