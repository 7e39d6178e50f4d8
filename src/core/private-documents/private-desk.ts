import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../errors.ts';
import { sum } from '../sum.ts';
import type { PrivateDocument, PrivateOwner } from './private-document.ts';

/** A private document that is open, until it is closed or nobody asks about it for a while. */
export type OpenPrivateDocument = {
  readonly document: PrivateDocument;
  readonly expiresAt: Date;
  /** Fires when it is closed: what goes on with its text ends then. */
  readonly closed: AbortSignal;
};

/** Room for a document that is being received and read. */
export type PrivatePlace = {
  /** Counts so many bytes more. @throws AppError `FILE_TOO_LARGE`, `PRIVATE_DOCUMENTS_FULL` */
  hold(bytes: number): void;
  /**
   * The document stands here from now on; what was counted before is forgotten.
   * @throws AppError as `hold` does; `NOT_FOUND` when all of the person was forgotten meanwhile
   */
  keep(document: PrivateDocument): OpenPrivateDocument;
  /** Gives the room back, whatever stands there. */
  leave(): void;
};

/** All private documents of this process. They are in memory alone and end with it, by design (R13). */
export type PrivateDesk = {
  /** @throws AppError `PRIVATE_DOCUMENTS_FULL` when the person or the organisation has too many */
  take(owner: PrivateOwner): PrivatePlace;
  /** Finds the person's document and puts its expiry off. @throws AppError `NOT_FOUND`, also for somebody else's */
  find(owner: PrivateOwner, id: string): OpenPrivateDocument;
  /** Forgets the person's document at once. @throws AppError `NOT_FOUND`, also for somebody else's */
  close(owner: PrivateOwner, id: string): void;
  /** Forgets all of the person at once, what is being received and read too. */
  closeAllOf(owner: PrivateOwner): void;
  /** Whether anything of the person is open or being read. */
  holds(owner: PrivateOwner): boolean;
  /** How many are open or being read. */
  count(): number;
};

type Limits = Readonly<Record<keyof typeof tunables.privateDocuments, number>>;

type Place = {
  readonly owner: PrivateOwner;
  bytes: number;
  document: PrivateDocument | null;
  expiresAt: number;
  readonly closing: AbortController;
  idle: NodeJS.Timeout | undefined;
};

export function createPrivateDesk(limits: Limits = tunables.privateDocuments): PrivateDesk {
  const places = new Set<Place>();

  function leave(place: Place): void {
    clearTimeout(place.idle);
    places.delete(place);
    place.document = null;
    place.closing.abort(new AppError('NOT_FOUND'));
  }

  function weigh(place: Place, bytes: number): void {
    if (bytes > limits.documentBytes) throw new AppError('FILE_TOO_LARGE');
    const others = [...places].filter((one) => one !== place);
    const ofOrganisation = others.filter(({ owner }) => owner.org === place.owner.org);
    if (
      bytesOf(others) + bytes > limits.totalBytes ||
      bytesOf(ofOrganisation) + bytes > limits.organisationBytes
    )
      throw full(limits);
    place.bytes = bytes;
  }

  /** Its time begins anew. */
  function touch(place: Place): void {
    place.expiresAt = Date.now() + limits.idleMs;
    clearTimeout(place.idle);
    place.idle = setTimeout(() => leave(place), limits.idleMs);
    place.idle.unref();
  }

  const placesOf = ({ org, user }: PrivateOwner): Place[] =>
    [...places].filter(({ owner }) => owner.org === org && owner.user === user);

  function placeOf({ org, user }: PrivateOwner, id: string): Place & { document: PrivateDocument } {
    for (const place of placesOf({ org, user }))
      if (place.document?.card.id === id) return place as Place & { document: PrivateDocument };
    throw new AppError('NOT_FOUND');
  }

  const shown = (place: Place & { document: PrivateDocument }): OpenPrivateDocument => ({
    document: place.document,
    expiresAt: new Date(place.expiresAt),
    closed: place.closing.signal,
  });

  return {
    take: ({ org, user }) => {
      const ofOrganisation = [...places].filter(({ owner }) => owner.org === org);
      const ofPerson = placesOf({ org, user });
      if (ofOrganisation.length >= limits.ofOrganisation || ofPerson.length >= limits.ofPerson)
        throw full(limits);
      const place: Place = {
        owner: { org, user },
        bytes: 0,
        document: null,
        expiresAt: 0,
        closing: new AbortController(),
        idle: undefined,
      };
      places.add(place);
      return {
        hold: (bytes) => weigh(place, place.bytes + bytes),
        keep: (document) => {
          place.closing.signal.throwIfAborted();
          weigh(place, document.bytes);
          place.document = document;
          touch(place);
          return shown({ ...place, document });
        },
        leave: () => leave(place),
      };
    },
    find: (owner, id) => {
      const place = placeOf(owner, id);
      touch(place);
      return shown(place);
    },
    close: (owner, id) => leave(placeOf(owner, id)),
    closeAllOf: (owner) => placesOf(owner).forEach(leave),
    holds: (owner) => placesOf(owner).length > 0,
    count: () => places.size,
  };
}

const bytesOf = (places: readonly Place[]): number => sum(places.map(({ bytes }) => bytes));

/** Somebody's time may end before: this is when it has ended for sure. */
function full({ idleMs }: Limits): AppError {
  return new AppError('PRIVATE_DOCUMENTS_FULL', { retryAfterSeconds: Math.ceil(idleMs / 1_000) });
}
