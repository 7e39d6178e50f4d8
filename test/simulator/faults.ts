/** What a workplace can do wrong; each breaks one promise of the contract. */
export const faults = [
  /** Answers without a token; answers with any token. */
  'no-token-needed',
  'any-token',
  /** A page of items without its last line; one that ends in the middle of a line. */
  'page-without-end',
  'page-cut',
  /** The same page over and over, with another cursor each time. */
  'endless-cursor',
  /** An unknown cursor gives the empty last page, as if all had been listed. */
  'any-cursor',
  /** Every page but the first misses its first item; each listing misses another item. */
  'page-gap',
  'unstable-listing',
  'duplicate-item',
  'json-type',
  'all-spaces',
  'no-acl',
  'other-tenant',
  'bad-sequence',
  /** `items/{id}` tells an older version; it finds whatever is asked for. */
  'stale-item',
  'any-item',
  'encrypted-with-dataref',
  'directory-without-groups',
  'directory-misspelt',
  /** An archived space is told as one that was made later. */
  'archived-as-made',
  'wrong-digest',
  /** The bytes: after a while, half of them, an error, others of the same length, twice as many, elsewhere. */
  'content-slow',
  'content-cut',
  'content-failing',
  'content-other',
  'content-larger',
  'content-redirect',
  /** A lease that is over gives nothing again; what is acknowledged is given again. */
  'lease-for-ever',
  'ack-forgotten',
] as const;

export type Fault = (typeof faults)[number];

/** What goes wrong at the moment, each for so many times. */
export function createFaults() {
  const left = new Map<Fault, number>();
  return {
    misbehave(fault: Fault, { times = Number.POSITIVE_INFINITY }: { readonly times?: number } = {}): void {
      left.set(fault, times);
    },
    behave: (): void => left.clear(),
    /** Whether it goes wrong this time; counts down. */
    goesWrong(fault: Fault): boolean {
      const times = left.get(fault) ?? 0;
      if (times > 0) left.set(fault, times - 1);
      return times > 0;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
