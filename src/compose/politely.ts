import pLimit from 'p-limit';
import type { Courtesy } from '../core/ingest/courtesy.ts';
import type { IngestDeps } from '../core/ingest/ingest-document.ts';

/**
 * What reads documents, with a pause before each step while somebody waits for another one (R31). Few steps are made at once, as
 * many as files are read: more would not be faster, and who comes waits for those that are under way.
 */
export function politely<D extends Pick<IngestDeps, 'documents' | 'index' | 'parser' | 'analyser'>>(
  deps: D,
  { standAside }: Courtesy,
  { steps }: { readonly steps: number },
): D {
  const few = pLimit(steps);
  const after =
    <A extends readonly unknown[], R>(step: (...given: A) => Promise<R>, inTurn = few) =>
    (...given: A): Promise<R> =>
      inTurn(async () => {
        await standAside();
        return step(...given);
      });
  const atOnce = pLimit(Number.POSITIVE_INFINITY);
  return {
    ...deps,
    documents: {
      ...deps.documents,
      beginWork: after(deps.documents.beginWork),
      publish: after(deps.documents.publish),
      loadForIndex: after(deps.documents.loadForIndex),
    },
    parser: { ...deps.parser, parse: after(deps.parser.parse, atOnce) },
    analyser: { ...deps.analyser, chunk: after(deps.analyser.chunk), encode: after(deps.analyser.encode) },
    index: { ...deps.index, replaceDocument: after(deps.index.replaceDocument) },
  };
}
