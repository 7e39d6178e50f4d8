import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { openQdrantIndex } from '../../../src/adapters/qdrant/qdrant-index.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { anAccessFilter } from '../../support/access-filter-builder.ts';
import { missingEngine, type Sidecar, startSidecar } from '../../support/qdrant/start-qdrant.ts';
import { aDocument, chunks, unit, words } from './builders.ts';

const missing = missingEngine();
const alice = anAccessFilter();
const all = { scope: {}, limit: 200 };
const nothing = async () => {};

/** Passes calls on until it is told to break: from then on it refuses all that would change something. */
type Faulty = {
  readonly url: string;
  breakAfter(changes: number): void;
  /** The change after so many waits until it is let go. */
  holdAfter(changes: number): { readonly reached: Promise<void>; letGo(): void };
  mend(): void;
  close(): void;
};

async function openFaulty(target: string): Promise<Faulty> {
  let left = Number.POSITIVE_INFINITY;
  let hold: { left: number; reach(): void; readonly over: Promise<void> } | null = null;
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const path = request.url ?? '/';
    const isChange = /points(\/(batch|delete|payload|vectors))?\?/.test(path);
    if (isChange && left-- <= 0) return response.writeHead(503).end('{}');
    if (isChange && hold !== null && hold.left-- === 0) {
      hold.reach();
      await hold.over;
    }
    const reply = await fetch(new URL(path, target), {
      method: request.method ?? 'GET',
      headers: { 'api-key': String(request.headers['api-key']), 'content-type': 'application/json' },
      ...(parts.length > 0 && { body: Buffer.concat(parts) }),
    });
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAfter: (changes) => {
      left = changes;
    },
    holdAfter: (changes) => {
      const [reached, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      hold = { left: changes, reach: reached.resolve, over: over.promise };
      return { reached: reached.promise, letGo: over.resolve };
    },
    mend: () => {
      left = Number.POSITIVE_INFINITY;
    },
    close: () => void server.close(),
  };
}

describe.skipIf(missing !== false)(`Qdrant, when things go wrong${missing ? ` (${missing})` : ''}`, () => {
  let sidecar: Sidecar;
  beforeAll(async () => {
    sidecar = await startSidecar();
  });
  afterAll(() => sidecar?.close());

  const open = (prefix: string, url = sidecar.url) =>
    openQdrantIndex({ url, apiKey: sidecar.apiKey, prefix, onEmpty: () => {} });
  const found = async (index: SearchIndex) =>
    (await index.searchWords(words({ 7: 1 }), alice, all)).hits.map(({ chunkId }) => chunkId).toSorted();
  const callServer = async (method: string, path: string, body?: object): Promise<unknown> => {
    const reply = await fetch(new URL(path, sidecar.url), {
      method,
      headers: { 'api-key': sidecar.apiKey, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(reply.status).toBe(200);
    return reply.json();
  };
  const collectionsOf = async (prefix: string) => {
    const listed = (await callServer('GET', '/collections')) as {
      result: { collections: { name: string }[] };
    };
    return listed.result.collections
      .flatMap(({ name }) => (name.startsWith(prefix) ? [name] : []))
      .toSorted();
  };
  const several = (name: string, count: number) =>
    chunks(Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}${i}`, { 7: 1 }])));

  it('R77: a replacement that broke off anywhere is of no version, and done again it is whole', async () => {
    const faulty = await openFaulty(sidecar.url);
    const index = await open(`cut-${randomUUID()}`, faulty.url);
    const [old, renewed] = [several('old', 5), [...several('old', 2), ...several('new', 3)]];
    for (let changes = 0, isBroken = true; isBroken; changes += 1) {
      await index.replaceDocument(aDocument({ version: changes * 2 + 1 }), old);
      const document = aDocument({ version: changes * 2 + 2 });
      faulty.breakAfter(changes);
      isBroken = await index.replaceDocument(document, renewed).then(
        () => false,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
          return true;
        },
      );
      faulty.mend();
      const [listed] = await index.listDocuments('bellerive');
      if (isBroken) expect([0, changes * 2 + 1]).toContain(listed?.version);
      await index.replaceDocument(document, renewed);
      expect(await found(index)).toEqual(renewed.map(({ id }) => id).toSorted());
      expect(await index.listDocuments('bellerive')).toMatchObject([{ version: changes * 2 + 2 }]);
    }
    faulty.close();
  });

  it('R82: of two processes that replace the same documents at once, the later version stays, whole and alone', async () => {
    const prefix = `race-${randomUUID()}`;
    const [one, other] = [await open(prefix), await open(prefix)];
    const documents = Array.from({ length: 30 }, (_, i) => aDocument({ id: `d${i}` }));
    await Promise.all(
      documents.flatMap((document) => [
        one.replaceDocument(document, several(`${document.id}-a`, 3)),
        other.replaceDocument({ ...document, version: 2 }, [
          ...several(`${document.id}-a`, 1),
          ...several(`${document.id}-b`, 2),
        ]),
      ]),
    );
    const expected = documents.flatMap(({ id }) => [`${id}-a0`, `${id}-b0`, `${id}-b1`]);
    expect(await found(one)).toEqual(expected.toSorted());
    expect((await other.listDocuments('bellerive')).every(({ version }) => version === 2)).toBe(true);
  });

  it('R82: what a replacement that is too late takes back, the later one that was to keep it writes anew', async () => {
    const prefix = `late-${randomUUID()}`;
    const [early, late] = [await openFaulty(sidecar.url), await openFaulty(sidecar.url)];
    const [one, other] = [await open(prefix, early.url), await open(prefix, late.url)];
    // Announced and its points written, all but the last word said; then the later one has seen these points, and changed none.
    const [told, changed] = [early.holdAfter(2), late.holdAfter(1)];
    const first = one.replaceDocument(aDocument(), several('a', 3));
    await told.reached;
    const second = other.replaceDocument(aDocument({ version: 2 }), [...several('a', 2), ...several('b', 2)]);
    await changed.reached;
    told.letGo();
    expect(await first).toEqual({ outcome: 'stale' });
    changed.letGo();
    expect(await second).toMatchObject({ outcome: 'replaced' });
    expect(await found(one)).toEqual(['a0', 'a1', 'b0', 'b1']);
    expect(await other.listDocuments('bellerive')).toMatchObject([{ version: 2 }]);
    early.close();
    late.close();
  });

  it('R82: a replacement that is too late leaves the words of a chunk as the later one wrote them', async () => {
    const prefix = `reworded-${randomUUID()}`;
    const late = await openFaulty(sidecar.url);
    const [one, other] = [await open(prefix, late.url), await open(prefix)];
    const withWord = (term: number) => chunks({ a0: { [term]: 1 } });
    await other.replaceDocument(aDocument(), withWord(7));
    // Announced, and it has seen the chunk that it is to write anew.
    const held = late.holdAfter(1);
    const second = one.replaceDocument(aDocument({ version: 2 }), withWord(8));
    await held.reached;
    await other.replaceDocument(aDocument({ version: 3 }), withWord(9));
    held.letGo();
    expect(await second).toEqual({ outcome: 'stale' });
    const foundBy = async (term: number) =>
      (await other.searchWords(words({ [term]: 1 }), alice, all)).hits.map(({ chunkId }) => chunkId);
    expect([await foundBy(8), await foundBy(9)]).toEqual([[], ['a0']]);
    late.close();
  });

  it('R71: a removal while another process replaces leaves the whole document or nothing', async () => {
    const prefix = `gone-${randomUUID()}`;
    const [one, other] = [await open(prefix), await open(prefix)];
    const documents = Array.from({ length: 30 }, (_, i) => aDocument({ id: `d${i}` }));
    await Promise.all(
      documents.flatMap((document) => [
        one.replaceDocument(document, several(`${document.id}-`, 3)),
        other.removeDocument(document),
      ]),
    );
    const there = (await one.listDocuments('bellerive')).map(({ id }) => id);
    expect(await found(one)).toEqual(there.flatMap((id) => [0, 1, 2].map((i) => `${id}-${i}`)).toSorted());
  });

  it('vectors of a chunk that goes meanwhile are dropped, the others kept', async () => {
    const prefix = `vectors-${randomUUID()}`;
    const [one, other] = [await open(prefix), await open(prefix)];
    for (let round = 0; round < 10; round += 1) {
      await one.replaceDocument(aDocument({ version: round * 2 + 1 }), several('c', 40));
      const vectors = several('c', 40).map(({ id }) => ({ chunkId: id, vector: unit(1, 0) }));
      await Promise.all([
        one.putVectors(aDocument(), 'g1', vectors),
        other.replaceDocument(aDocument({ version: round * 2 + 2 }), several('c', 20)),
      ]);
      const near = await one.searchVectors({ generation: 'g1', vector: unit(1, 0) }, alice, all);
      expect(near.hits.map(({ chunkId }) => chunkId).toSorted()).toEqual(
        several('c', 20)
          .map(({ id }) => id)
          .toSorted(),
      );
    }
  });

  it('R88: another index takes its place when it is filled, with all at once; the old one goes, or stays when filling fails', async () => {
    const prefix = `anew-${randomUUID()}`;
    const [index, other] = [await open(prefix), await open(prefix)];
    await index.replaceDocument(aDocument(), several('old', 2));
    await index.putVectors(aDocument(), 'g1', [{ chunkId: 'old0', vector: unit(1, 0) }]);
    const failing = index.rebuild?.(async (fresh) => {
      await fresh.replaceDocument(aDocument(), several('half', 1));
      throw new Error('no');
    }, nothing);
    await expect(failing).rejects.toThrow('no');
    expect(await found(other)).toEqual(['old0', 'old1']);
    await index.rebuild?.(async (fresh) => {
      expect(await found(fresh)).toEqual([]);
      await fresh.replaceDocument(aDocument(), several('new', 3));
      await fresh.putVectors(aDocument(), 'g2', [{ chunkId: 'new0', vector: unit(1, 0, 0) }]);
      expect(await found(other)).toEqual(['old0', 'old1']);
    }, nothing);
    for (const each of [index, other]) {
      expect(await found(each)).toEqual(['new0', 'new1', 'new2']);
      const near = (generation: string, vector: Float32Array) =>
        each.searchVectors({ generation, vector }, alice, all);
      expect(await near('g1', unit(1, 0))).toMatchObject({ hits: [], chunks: 3, compared: 0 });
      expect((await near('g2', unit(1, 0, 0))).hits).toMatchObject([{ chunkId: 'new0' }]);
    }
    expect(await collectionsOf(prefix)).toHaveLength(2);
  });

  it('R34, R70: what a killed rebuild left goes with the next opening and the next rebuild; what is being filled, or is another’s, stays', async () => {
    const prefix = `left-${randomUUID()}`;
    const index = await open(prefix);
    const used = await collectionsOf(prefix);
    const begun = (agoMs: number) => (Date.now() - agoMs).toString(36);
    const old = `${prefix}-v1-chunks-${begun(tunables.qdrant.longestRebuildMs + 60_000)}`;
    const beingFilled = `${prefix}-v1-documents-${begun(60_000)}`;
    const foreign = `${prefix}-essai-v1-chunks-1`;
    const make = (name: string) =>
      callServer('PUT', `/collections/${name}`, { sparse_vectors: { words: {} } });
    for (const name of [old, beingFilled, foreign]) await make(name);
    const kept = [...used, beingFilled, foreign].toSorted();
    await open(prefix);
    expect(await collectionsOf(prefix)).toEqual(kept);
    await make(old);
    await index.rebuild?.(async () => expect(await collectionsOf(prefix)).not.toContain(old), nothing);
    expect(await collectionsOf(prefix)).toEqual(expect.arrayContaining([beingFilled, foreign]));
  });

  it('R34, R70, R88: a rebuild that is killed after the names were taken is known by any process, until mending was asked for', async () => {
    const prefix = `cut-${randomUUID()}`;
    const [index, other] = [await open(prefix), await open(prefix)];
    let asked = 0;
    const finish = (each: SearchIndex) =>
      each.finish?.(async () => {
        asked += 1;
      });
    await finish(other);
    await index.rebuild?.(async (fresh) => {
      await fresh.replaceDocument(aDocument(), several('new', 1));
      // The old ones answer still: what is asked for now would mend those.
      await finish(other);
    }, nothing);
    await finish(other);
    expect(asked).toBe(0);

    const killed = index.rebuild?.(
      async (fresh) => void (await fresh.replaceDocument(aDocument(), several('cut', 1))),
      () => Promise.reject(new Error('killed')),
    );
    await expect(killed).rejects.toThrow('killed');
    expect(await found(other)).toEqual(['cut0']);
    const next = await open(prefix);
    await expect(next.finish?.(() => Promise.reject(new Error('no database')))).rejects.toThrow(
      'no database',
    );
    await finish(next);
    for (const each of [next, other, index]) await finish(each);
    expect(asked).toBe(1);
  });

  it('R01: more classes than a condition may hold are all heeded', async () => {
    const index = await open(`many-${randomUUID()}`);
    await index.replaceDocument(aDocument({ accessClass: 2_500 }), several('c', 1));
    await index.replaceDocument(aDocument({ id: 'd2', accessClass: 2_501 }), several('secret', 1));
    const within = anAccessFilter({ accessClasses: Array.from({ length: 2_500 }, (_, i) => i + 1) });
    const { hits, readableChunks } = await index.searchWords(words({ 7: 1 }), within, all);
    expect({ found: hits.map(({ chunkId }) => chunkId), readableChunks }).toEqual({
      found: ['c0'],
      readableChunks: 1,
    });
  });

  it('a server that is too old is refused at the start; a wrong key, with every call', async () => {
    const old = await startSidecar({ version: '1.17.1' });
    const tooOld = openQdrantIndex({ ...old, prefix: 'x', onEmpty: () => {} });
    await expect(tooOld).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      detail: 'QDRANT_URL: this server is Qdrant 1.17.1; take 1.18 or a later one.',
    });
    await old.close();
    const index = await openQdrantIndex({ ...sidecar, apiKey: 'wrong', prefix: 'x', onEmpty: () => {} });
    await expect(index.stats('bellerive')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      detail: expect.stringContaining('QDRANT_API_KEY'),
    });
  });
});
