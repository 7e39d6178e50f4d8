import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { openQdrantIndex } from '../../../src/adapters/qdrant/qdrant-index.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { anAccessFilter } from '../../support/access-filter-builder.ts';
import { missingEngine, startSidecar, type TestServer } from '../../support/qdrant/start-qdrant.ts';
import { describeSearchIndex } from './behaviour.ts';
import { aDocument, chunks, unit, words } from './builders.ts';
import { onQdrant } from './on-qdrant.ts';

/** The last that cannot count how rare words are over what a caller may read. What it does not know it refuses here. */
const version = '1.18.0';

onQdrant({ version }, (open) => {
  describeSearchIndex('qdrant before 1.19', open);

  it('of more names alike than are weighed, the first by id are found', async () => {
    const index = await open();
    const ids = Array.from({ length: tunables.qdrant.namesCounted + 20 }, (_, i) => `d${100 + i}`);
    await Promise.all(
      ids.toReversed().map((id) => index.replaceDocument(aDocument({ id, card: words({ 7: 1, 9: 1 }) }), [])),
    );
    const found = await index.searchDocuments(words({ 7: 1 }), anAccessFilter(), { scope: {}, limit: 3 });
    expect(found.map(({ documentId }) => documentId)).toEqual(ids.slice(0, 3));
  });
});

const missing = missingEngine();

const nothing = async () => {};

describe.skipIf(missing !== false)(`Qdrant that becomes 1.19${missing ? ` (${missing})` : ''}`, () => {
  const found = async (index: SearchIndex) => {
    const { hits, documentFrequency, readableChunks } = await index.searchWords(
      words({ 7: 1, 8: 1 }),
      anAccessFilter(),
      { scope: {}, limit: 10 },
    );
    const named = hits.map(({ chunkId, score }) => [chunkId, Math.round(score * 1_000) / 1_000]);
    return { named, frequencies: [...documentFrequency], readableChunks };
  };

  it('R02 R15 R88: what was counted goes on until the index is written anew, then the server counts, for those who had it open as well', async () => {
    const prefix = `upgrade-${randomUUID()}`;
    let emptied = 0;
    const open = (server: TestServer) =>
      openQdrantIndex({ ...server, prefix, onEmpty: () => (emptied += 1) });
    const fill = async (index: SearchIndex) => {
      await index.replaceDocument(aDocument(), chunks({ one: { 7: 1 }, two: { 7: 1, 8: 1 } }));
      await index.replaceDocument(aDocument({ id: 'd2', accessClass: 99 }), chunks({ hidden: { 8: 1 } }));
      await index.putVectors(aDocument(), 'g1', [{ chunkId: 'one', vector: unit(1, 0) }]);
    };
    const old = await startSidecar({ version });
    const before = await open(old);
    await fill(before);
    const expected = await found(before);
    expect(expected).toMatchObject({
      frequencies: [
        [7, 2],
        [8, 1],
      ],
      readableChunks: 2,
    });
    await old.kill();

    const port = Number(new URL(old.url).port);
    const server = await startSidecar({ folder: old.folder, port, apiKey: old.apiKey, version: '1.19.0' });
    const [index, other] = [await open(server), await open(server)];
    for (const each of [before, index, other]) expect(await found(each)).toEqual(expected);
    await index.rebuild?.(async (fresh) => {
      await fill(fresh);
      expect(await found(other)).toEqual(expected);
    }, nothing);
    for (const each of [before, index, other]) expect(await found(each)).toEqual(expected);
    expect(emptied).toBe(1);
    const listed = await fetch(new URL('/aliases', server.url), { headers: { 'api-key': server.apiKey } });
    const { result } = (await listed.json()) as { result: { aliases: { alias_name: string }[] } };
    expect(result.aliases.map(({ alias_name }) => alias_name).toSorted()).toEqual([
      `${prefix}-v1-chunks`,
      `${prefix}-v1-documents`,
    ]);
    await server.close();
  });
});
