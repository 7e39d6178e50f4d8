import { tunables } from '../../../config/tunables.ts';
import type { Library, UsedDocument } from '../../ports/library.ts';
import { AppError, codeOf } from '../errors.ts';
import type { AccessFilter } from './access-filter.ts';

/** Throws when the caller is no longer who they were: the token has expired, or the person is no longer there. */
export type ConfirmCaller = () => Promise<void>;

export type WatchRightsDeps = { readonly library: Pick<Library, 'lostAmong'> };

/** Looks again and again, until it is ended, at the rights that something rests on which takes its time. */
export type RightsWatch = {
  /** Fires as soon as a look fails; its reason is what `look` throws. */
  readonly signal: AbortSignal;
  /** From now on these count too, until what it gives is called or others take their place. */
  add(documents: readonly UsedDocument[]): () => void;
  /** From now on these alone count, and what was added with `base`. */
  replace(documents: readonly UsedDocument[]): void;
  /**
   * Waits while the last look is too long ago to show more (R06): usually not at all. Returns also when `signal` fires.
   */
  current(signal: AbortSignal): Promise<void>;
  /**
   * Looks at once.
   * @throws AppError `ACCESS_CHANGED`; what `confirm` throws; `STORE_UNAVAILABLE` when there is no answer in time (R10)
   */
  look(): Promise<void>;
  end(): void;
};

/**
 * Watches that the caller is who they were and may still read what is in use (R06, R07). What cannot be looked at is taken
 * for lost.
 * @param base documents that count whatever is replaced
 */
export function watchRights(
  { library }: WatchRightsDeps,
  within: AccessFilter,
  {
    confirm,
    base = [],
  }: { readonly confirm?: ConfirmCaller | undefined; readonly base?: readonly UsedDocument[] },
  {
    lookEveryMs,
    lookWithinMs,
    giveUpMs,
  }: Readonly<Record<'lookEveryMs' | 'lookWithinMs' | 'giveUpMs', number>> = tunables.rights,
): RightsWatch {
  const changed = new AbortController();
  const added = new Set<readonly UsedDocument[]>();
  let next: NodeJS.Timeout | undefined;
  let isOver = false;
  /** When the last look began that found all in order; the caller was authorised a moment ago. */
  let seenAt = performance.now();
  let seen = Promise.withResolvers<void>();

  async function look(): Promise<void> {
    const [lost] = await inTime(
      Promise.all([library.lostAmong(within, distinct([...base, ...[...added].flat()])), confirm?.()]),
      giveUpMs,
    );
    if (lost.size > 0) throw new AppError('ACCESS_CHANGED');
  }

  function add(documents: readonly UsedDocument[]): () => void {
    added.add(documents);
    return () => void added.delete(documents);
  }

  function lookIn(delayMs: number): void {
    next = setTimeout(async () => {
      const started = performance.now();
      try {
        await look();
        seenAt = started;
        seen.resolve();
        seen = Promise.withResolvers();
        // From beginning to beginning, so that a slow look makes no gap.
        if (!isOver) lookIn(Math.max(0, lookEveryMs - (performance.now() - started)));
      } catch (error) {
        changed.abort(error);
        seen.resolve();
      }
    }, delayMs);
  }
  lookIn(lookEveryMs);

  return {
    signal: changed.signal,
    add,
    replace: (documents) => {
      added.clear();
      add(documents);
    },
    look,
    current: async (signal) => {
      const isStale = () => performance.now() - seenAt > lookEveryMs + lookWithinMs;
      while (isStale() && !signal.aborted) await orAborted(seen.promise, signal);
    },
    end: () => {
      isOver = true;
      clearTimeout(next);
    },
  };
}

/** Whether nothing of an answer may be shown after this error, not even what was written before it. */
export function endsAtOnce(error: unknown): boolean {
  return !['ANSWER_STOPPED', 'STOPPING'].includes(codeOf(error) ?? '');
}

function distinct(documents: readonly UsedDocument[]): UsedDocument[] {
  return [...new Map(documents.map(({ id, version }) => [`${id} ${version}`, { id, version }])).values()];
}

function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return Promise.race([work, promise]).finally(resolve);
}

async function inTime<T>(work: Promise<T>, withinMs: number): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new AppError('STORE_UNAVAILABLE')), withinMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(late);
  }
}
