import pLimit from 'p-limit';
import type { Courtesy } from '../core/ingest/courtesy.ts';
import type { IngestDeps } from '../core/ingest/ingest-document.ts';
import type { FetchDeps } from '../core/workplace/fetch-content.ts';

/**
 * What reads documents, with a pause before each step while somebody waits for another one (R31). One step is made at a time,
 * beside files that are read: more would not be faster, and who comes waits for what is under way.
 */
export function politely<D extends Pick<IngestDeps, 'documents' | 'index' | 'parser' | 'analyser'>>(
  deps: D,
  { standAside }: Courtesy,
): D {
  const oneByOne = pLimit(1);
  const beside = pLimit(Number.POSITIVE_INFINITY);
  const after =
    <A extends readonly unknown[], R>(step: (...given: A) => Promise<R>, inTurn = oneByOne) =>
    (...given: A): Promise<R> =>
      inTurn(async () => {
        await standAside();
        return step(...given);
      });
  return {
    ...deps,
    documents: {
      ...deps.documents,
      beginWork: after(deps.documents.beginWork),
      publish: after(deps.documents.publish),
      loadForIndex: after(deps.documents.loadForIndex),
      markSearchable: after(deps.documents.markSearchable),
    },
    parser: { ...deps.parser, parse: after(deps.parser.parse, beside) },
    analyser: { ...deps.analyser, chunk: after(deps.analyser.chunk), encode: after(deps.analyser.encode) },
    index: { ...deps.index, replaceDocument: after(deps.index.replaceDocument) },
  };
}

/** The same of what fetches documents: the few that are under way at once do not wait for each other. */
export function fetchingPolitely(deps: FetchDeps, { standAside }: Courtesy): FetchDeps {
  const after =
    <A extends readonly unknown[], R>(step: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await standAside();
      return step(...given);
    };
  const { workplace, client, blobs } = deps;
  return {
    ...deps,
    workplace: { beginFetch: after(workplace.beginFetch), endFetch: after(workplace.endFetch) },
    client: { ...client, call: after(client.call) },
    blobs: { put: after(blobs.put) },
  };
}
