import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, ProblemError, toProblem } from '../../../shared/api/problem.ts';
import type { Problem, WorkDocument } from '../../../shared/api/types.ts';
import { isMoving } from '../../../shared/documents/document-facts.ts';

/** Pages read without being asked, and how often moving documents are looked at again. */
const pagesAtOnce = 10;
const pollMs = 1_000;
const polledAtOnce = 10;

type Listing = {
  readonly documents: readonly WorkDocument[];
  readonly nextCursor: string | null;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
};

const emptyListing: Listing = { documents: [], nextCursor: null, isLoading: true, problem: null };

/**
 * The documents of one space by path. Those whose state still moves are read again every second while the page is visible, so
 * that an upload turns findable before the eyes.
 */
export function useDocuments(client: Client, spaceId: string) {
  const [listing, setListing] = useState<Listing>(emptyListing);
  const controller = useRef(new AbortController());

  const load = useCallback(
    async (from: string | null) => {
      const { signal } = controller.current;
      setListing((was) => ({ ...(from === null ? emptyListing : was), isLoading: true, problem: null }));
      try {
        let cursor = from;
        for (let page = 0; page < pagesAtOnce; page++) {
          const { documents, nextCursor } = await client.documents({ space: spaceId, cursor }, { signal });
          setListing((was) => ({ ...was, documents: merge(was.documents, documents), nextCursor }));
          cursor = nextCursor;
          if (cursor === null) break;
        }
        setListing((was) => ({ ...was, isLoading: false }));
      } catch (error) {
        if (!isAbort(error)) setListing((was) => ({ ...was, isLoading: false, problem: toProblem(error) }));
      }
    },
    [client, spaceId],
  );

  useEffect(() => {
    const current = new AbortController();
    controller.current = current;
    void load(null);
    return () => current.abort();
  }, [load]);

  const upsert = useCallback((document: WorkDocument) => {
    setListing((was) => ({ ...was, documents: merge(was.documents, [document]) }));
  }, []);
  const forget = useCallback((id: string) => {
    setListing((was) => ({ ...was, documents: was.documents.filter((one) => one.id !== id) }));
  }, []);

  usePolling(client, listing.documents, upsert, forget);
  const { documents, nextCursor, isLoading, problem } = listing;
  return {
    documents,
    isLoading,
    problem,
    reload: () => void load(null),
    loadMore: nextCursor === null || isLoading ? null : () => void load(nextCursor),
    upsert,
    forget,
  };
}

function usePolling(
  client: Client,
  documents: readonly WorkDocument[],
  upsert: (document: WorkDocument) => void,
  forget: (id: string) => void,
) {
  const moving = documents.filter(isMoving).slice(0, polledAtOnce);
  const key = moving.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (key === '') return;
    const controller = new AbortController();
    const { signal } = controller;
    const look = async (id: string) => {
      try {
        upsert(await client.document(id, { signal }));
      } catch (error) {
        // Gone meanwhile, or hidden from this person: both look the same. Anything else is tried again.
        if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') forget(id);
      }
    };
    let isLooking = false;
    const timer = setInterval(async () => {
      if (isLooking || window.document.hidden) return;
      isLooking = true;
      await Promise.all(key.split(' ').map(look));
      isLooking = false;
    }, pollMs);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [client, key, upsert, forget]);
}

/** Puts newer states over older ones; new documents come in the order of their paths. */
function merge(was: readonly WorkDocument[], come: readonly WorkDocument[]): readonly WorkDocument[] {
  const byId = new Map(was.map((document) => [document.id, document]));
  for (const document of come) byId.set(document.id, document);
  return [...byId.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
