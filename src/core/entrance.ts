import { AppError } from './errors.ts';

/** Where people come in who ask: what they ask is worked on a few at a time, so that those who are let in are served soon. */
export type Entrance = {
  /**
   * Lets one request in, before any work on it; call the function that it gives when all of it is over.
   * @throws AppError `TOO_BUSY` when too many are inside, of everybody or of this person, when the person's own wait for too long
   *   already, or when the line of people is so long that this one would
   */
  enter(person: string): () => void;
  /**
   * Does the work when it is its turn: turns go round among people, so that whoever asks a hundred things waits for them alone.
   * @throws the signal's reason when it is aborted before
   */
  takeTurn<T>(person: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
};

export type EntranceLimits = {
  readonly inside: number;
  readonly insideOfPerson: number;
  readonly atOnce: number;
  readonly patienceMs: number;
  /** For `crowdedForMs` after a refusal, people are let in who wait no longer than `crowdedMs`: a rush is served late, a crowd in time. */
  readonly crowdedMs: number;
  readonly crowdedForMs: number;
};

/** Of the time between two turns, how much the latest one counts. */
const latestShare = 0.1;

type Waiting = { readonly since: number; begin(): void };

/** `now`: milliseconds of any clock that only goes forward. */
export function createEntrance(
  { inside: mostInside, insideOfPerson, atOnce, patienceMs, crowdedMs, crowdedForMs }: EntranceLimits,
  now: () => number,
): Entrance {
  /** Who has waited longest for a turn comes first; nobody is here whose line is empty. */
  const lines = new Map<string, Waiting[]>();
  /** How many requests of each person are under way; nobody is here without any. */
  const insiders = new Map<string, number>();
  let inside = 0;
  let working = 0;
  /** When the last turn began, if somebody has waited for the next one ever since. */
  let awaitedSince: number | null = null;
  /** Milliseconds between two turns while people wait; 0: nobody ever did. */
  let betweenTurns = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;

  /** To be called when a turn begins: what passed since the last one tells how fast they come, if it was waited for. */
  function countTurn(): void {
    if (awaitedSince !== null)
      betweenTurns += (betweenTurns === 0 ? 1 : latestShare) * (now() - awaitedSince - betweenTurns);
    awaitedSince = lines.size > 0 ? now() : null;
  }

  /** How long somebody would wait for a turn who comes now: for one turn of each person in line. */
  function expectedWait(): number {
    return lines.size * betweenTurns;
  }

  function isCrowded(): boolean {
    return expectedWait() > (now() - refusedAt < crowdedForMs ? crowdedMs : patienceMs);
  }

  function takeOut(person: string, waiting: Waiting): void {
    const line = lines.get(person) ?? [];
    line.splice(line.indexOf(waiting), 1);
    if (line.length === 0) lines.delete(person);
  }

  function beginNext(): void {
    const [next] = lines;
    if (!next || working >= atOnce) return;
    const [person, line] = next;
    const [first] = line;
    if (!first) return;
    working += 1;
    takeOut(person, first);
    // The person's next one comes after one of each other person.
    if (lines.delete(person)) lines.set(person, line);
    countTurn();
    first.begin();
  }

  function itsTurn(person: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = () => {
        takeOut(person, waiting);
        if (lines.size === 0) awaitedSince = null;
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        since: now(),
        begin: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      const line = lines.get(person);
      if (line) line.push(waiting);
      else lines.set(person, [waiting]);
      beginNext();
    });
  }

  return {
    enter(person) {
      const [first] = lines.get(person) ?? [];
      const own = insiders.get(person) ?? 0;
      const isFull = inside >= mostInside || own >= insideOfPerson;
      if (isFull || (first && now() - first.since > patienceMs)) throw new AppError('TOO_BUSY');
      if (isCrowded()) {
        refusedAt = now();
        throw new AppError('TOO_BUSY');
      }
      inside += 1;
      insiders.set(person, own + 1);
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        inside -= 1;
        const left = (insiders.get(person) ?? 0) - 1;
        if (left > 0) insiders.set(person, left);
        else insiders.delete(person);
      };
    },
    takeTurn: async (person, work, signal) => {
      await itsTurn(person, signal);
      try {
        return await work();
      } finally {
        working -= 1;
        beginNext();
      }
    },
  };
}
