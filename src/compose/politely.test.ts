import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { IngestDeps } from '../core/ingest/ingest-document.ts';
import type { FetchDeps } from '../core/workplace/fetch-content.ts';
import { fetchingPolitely, politely } from './politely.ts';

/** Steps that tell when they begin, behind a way that is kept clear until it is opened. */
function behind() {
  const way = Promise.withResolvers<void>();
  const begun: string[] = [];
  const step = (name: string) => async () => void begun.push(name);
  return { begun, step, open: way.resolve, courtesy: { standAside: () => way.promise } as never };
}

test('R31: no step of reading a backlog begins while somebody waits, and one at a time goes on then', async () => {
  const { begun, step, open, courtesy } = behind();
  const documents = ['beginWork', 'publish', 'loadForIndex', 'markSearchable'];
  const polite = politely(
    {
      documents: Object.fromEntries(documents.map((name) => [name, step(name)])),
      parser: { parse: step('parse') },
      analyser: { chunk: step('chunk'), encode: step('encode') },
      index: { replaceDocument: step('replaceDocument') },
    } as unknown as Pick<IngestDeps, 'documents' | 'index' | 'parser' | 'analyser'>,
    courtesy,
  );
  const steps = [
    ...Object.values(polite.documents as unknown as Record<string, () => Promise<void>>),
    polite.parser.parse,
    polite.analyser.chunk,
    polite.analyser.encode,
    polite.index.replaceDocument,
  ].map((start) => (start as unknown as () => Promise<void>)());
  await turn();
  expect(begun).toEqual([]);
  open();
  await Promise.all(steps);
  expect(begun.toSorted()).toEqual([...documents, 'parse', 'chunk', 'encode', 'replaceDocument'].toSorted());
});

test('R31: no step of fetching a backlog begins while somebody waits', async () => {
  const { begun, step, open, courtesy } = behind();
  const polite = fetchingPolitely(
    {
      workplace: { beginFetch: step('beginFetch'), endFetch: step('endFetch') },
      client: { call: step('call') },
      blobs: { put: step('put') },
    } as unknown as FetchDeps,
    courtesy,
  );
  const steps = [
    polite.workplace.beginFetch,
    polite.workplace.endFetch,
    polite.client.call,
    polite.blobs.put,
  ].map((start) => (start as unknown as () => Promise<void>)());
  await turn();
  expect(begun).toEqual([]);
  open();
  await Promise.all(steps);
  expect(begun.toSorted()).toEqual(['beginFetch', 'call', 'endFetch', 'put']);
});
