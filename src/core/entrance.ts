import { AppError } from './errors.ts';

/** Where people come in who ask: what they ask is worked on a few at a time, so that those who are let in are served soon. */
export type Entrance = {
  /**
   * Refuses during a crowd, before it is known who asks, whom `enter` would refuse: to find that out takes the time of those inside.
   * @throws AppError `TOO_BUSY`
   */
  knock(): void;
  /**
   * Lets one request in, before any work on it.
   * @throws AppError `TOO_BUSY` when too many are inside, of everybody or of this person, when the person's own wait for too long
   *   already, or when so many people wait that this one would
   */
  enter(person: string): Visit;
  /**
   * Does the work when it is its turn: turns go round among people, so that whoever asks a hundred things waits for them alone.
   * @throws the signal's reason when it is aborted before
   */
  takeTurn<T>(person: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
};

/** A request that was let in. Whatever is said twice counts once. */
export type Visit = {
  /** It waits for nobody's turn, as a file that arrives slowly: how long it takes says nothing about how fast others are served. */
  stepAside(): void;
  /** It has what it waited for; what follows, as the rest of an answer, keeps nobody waiting. */
  served(): void;
  /** All of it is over; whoever was not served by then says nothing about how fast others are. */
  leave(): void;
};

export type EntranceLimits = {
  readonly inside: number;
  readonly insideOfPerson: number;
  readonly atOnce: number;
  readonly patienceMs: number;
  /**
   * For `crowdedForMs` after a refusal so few people may wait to be served that a turn, the wait for it included, takes no longer
   * than `crowdedMs`: a rush is served late, a crowd in time.
   */
  readonly crowdedMs: number;
  readonly crowdedForMs: number;
};

/** Of the time between two that are served, how much the latest one counts; of the first ones all count alike. */
const latestShare = 0.1;
/**
 * What is left of the room in a crowd when a turn took too long; each one that did not makes room for a part of a person. Of `atOnce`
 * this share stays in any case: where a turn takes long by itself, letting in fewer would not make it shorter.
 */
const afterSlowTurn = 0.8;
const leastShare = 0.5;

/** `since`: when it came; `firstSince`: when nothing of the same person was before it any more. */
type Waiting = { readonly since: number; firstSince: number; begin(): void };

/** `now`: milliseconds of any clock that only goes forward. */
export function createEntrance(
  { inside: mostInside, insideOfPerson, atOnce, patienceMs, crowdedMs, crowdedForMs }: EntranceLimits,
  now: () => number,
): Entrance {
  /** Who has waited longest for a turn comes first; nobody is here whose line is empty. */
  const lines = new Map<string, Waiting[]>();
  /** How many requests of each person are under way, and how many of them are not served yet; nobody is here without any. */
  const insiders = new Map<string, number>();
  const unserved = new Map<string, number>();
  let inside = 0;
  let working = 0;
  /** When the last one was served, if somebody has waited ever since. */
  let awaitedSince: number | null = null;
  /** Milliseconds between two that are served while people wait, and how many such times there were. */
  let betweenServed = 0;
  let times = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  /** How many people may wait to be served during a crowd, and when that was last made fewer. */
  let roomInCrowd = atOnce;
  let narrowedAt = Number.NEGATIVE_INFINITY;

  const isCrowd = () => now() - refusedAt < crowdedForMs;
  /** Nobody waits in line behind fewer people than have turns at once, however slow the first ones after a start are. */
  const hasRoom = () =>
    isCrowd()
      ? unserved.size < roomInCrowd
      : unserved.size < atOnce || unserved.size * betweenServed <= patienceMs;

  function countServed(): void {
    if (awaitedSince !== null) {
      times += 1;
      betweenServed += Math.max(latestShare, 1 / times) * (now() - awaitedSince - betweenServed);
    }
    awaitedSince = now();
  }

  /** How long a turn took, from when it was the person's next, tells how many people a crowd may be. */
  function learnFrom({ firstSince }: Waiting): void {
    if (!isCrowd()) return;
    if (now() - firstSince <= crowdedMs) roomInCrowd += 1 / roomInCrowd;
    else if (firstSince >= narrowedAt) {
      // Once for all who came before it: they were slow for the same reason.
      narrowedAt = now();
      roomInCrowd = Math.max(1, atOnce * leastShare, roomInCrowd * afterSlowTurn);
    }
  }

  function takeOut(person: string, waiting: Waiting): void {
    const line = lines.get(person) ?? [];
    const [first] = line;
    line.splice(line.indexOf(waiting), 1);
    const [next] = line;
    if (!next) lines.delete(person);
    else if (first === waiting) next.firstSince = now();
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
    first.begin();
  }

  function itsTurn(person: string, signal?: AbortSignal): Promise<Waiting> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = () => {
        takeOut(person, waiting);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        since: now(),
        firstSince: now(),
        begin: () => {
          signal?.removeEventListener('abort', leave);
          resolve(waiting);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      const line = lines.get(person);
      if (line) line.push(waiting);
      else lines.set(person, [waiting]);
      beginNext();
    });
  }

  function requireRoom(): void {
    if (hasRoom()) return;
    if (!isCrowd()) roomInCrowd = atOnce;
    refusedAt = now();
    throw new AppError('TOO_BUSY');
  }

  return {
    knock() {
      if (isCrowd()) requireRoom();
    },
    enter(person) {
      const [first] = lines.get(person) ?? [];
      const isFull = inside >= mostInside || (insiders.get(person) ?? 0) >= insideOfPerson;
      if (isFull || (first && now() - first.since > patienceMs)) throw new AppError('TOO_BUSY');
      requireRoom();
      inside += 1;
      add(insiders, person, 1);
      add(unserved, person, 1);
      awaitedSince ??= now();
      let isServed = false;
      const endWait = once(() => {
        add(unserved, person, -1);
        if (isServed) countServed();
        if (unserved.size === 0) awaitedSince = null;
      });
      const served = () => {
        isServed = true;
        endWait();
      };
      const leave = once(() => {
        endWait();
        inside -= 1;
        add(insiders, person, -1);
      });
      return { stepAside: endWait, served, leave };
    },
    takeTurn: async (person, work, signal) => {
      const turn = await itsTurn(person, signal);
      try {
        return await work();
      } finally {
        working -= 1;
        learnFrom(turn);
        beginNext();
      }
    },
  };
}

/** Counts; nobody is kept who has none. */
function add(counts: Map<string, number>, person: string, more: 1 | -1): void {
  const count = (counts.get(person) ?? 0) + more;
  if (count > 0) counts.set(person, count);
  else counts.delete(person);
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
