import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nothingCompared } from '../../../src/core/find/nothing-found.ts';
import { everything } from '../../../src/core/scope.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { anAccessFilter } from '../../support/access-filter-builder.ts';
import { aDocument, chunks, unit, words } from './builders.ts';

const all = { scope: everything, limit: 10 };
const alice = anAccessFilter({ accessClasses: [1] });

/** All organisations that are written to here. */
const organisations = ['bellerive', 'Bellerive', 'autre', 'a"|..'];

/** What every search index does; `open` gives an empty one, and each test leaves it so: it is slow to make. */
export function describeSearchIndex(name: string, open: () => Promise<SearchIndex>): void {
  describe(`search index: ${name}`, () => {
    let index: SearchIndex;
    beforeAll(async () => {
      index = await open();
    });
    afterEach(async () => {
      for (const org of organisations) await index.removeOrganisation(org);
    });
    afterAll(() => index?.close());

    const ids = async (query: Record<number, number>, within = alice, options = all) =>
      (await index.searchWords(words(query), within, options)).hits.map(({ chunkId }) => chunkId);
    const nearest = async (vector: Float32Array, generation = 'g1', within = alice, options = all) =>
      (await index.searchVectors({ generation, vector }, within, options)).hits.map(({ chunkId }) => chunkId);

    describe('by words', () => {
      it('scores as the port says, best first', async () => {
        await index.replaceDocument(
          aDocument(),
          chunks({ c1: { 7: 1, [-9]: 0.5 }, c2: { 7: 2 }, c3: { 8: 1 } }),
        );
        const found = await index.searchWords(words({ [-9]: 0.7, 7: 1, 11: 1 }), alice, all);
        const idf = (frequency: number) => Math.log(1 + (3 - frequency + 0.5) / (frequency + 0.5));
        expect(found.hits.map(({ chunkId, documentId }) => [chunkId, documentId])).toEqual([
          ['c2', 'd1'],
          ['c1', 'd1'],
        ]);
        expect(found.hits[0]?.score).toBeCloseTo(2 * idf(2), 5);
        expect(found.hits[1]?.score).toBeCloseTo(idf(2) + 0.7 * 0.5 * idf(1), 5);
        expect(found.readableChunks).toBe(3);
        expect(found.documentFrequency).toEqual(
          new Map([
            [-9, 1],
            [7, 2],
            [11, 0],
          ]),
        );
      });

      it('orders equal scores by chunk id and keeps to the limit', async () => {
        await index.replaceDocument(
          aDocument({ id: 'd2' }),
          chunks({ b: { 7: 1 }, d: { 7: 1 }, e: { 7: 1 } }),
        );
        await index.replaceDocument(aDocument({ id: 'd1' }), chunks({ c: { 7: 1 }, a: { 7: 1 } }));
        expect(await ids({ 7: 1 }, alice, { scope: everything, limit: 3 })).toEqual(['a', 'b', 'c']);
        expect(await ids({ 7: 1 }, alice, { scope: everything, limit: 0 })).toEqual([]);
      });

      it('gives the best chunk of each document with its words when asked, without what helps to find them and what names it', async () => {
        await index.replaceDocument(
          aDocument({ id: 'd1' }),
          chunks({ a: { 8: 1, 7: 0.5 }, b: { 8: 2, [-6]: 0.25 } }),
        );
        await index.replaceDocument(aDocument({ id: 'd2' }), chunks({ c: { 8: 1 }, d: { 8: 1 } }));
        const best = { ...all, best: 'of-each-document' } as const;
        const found = await index.searchWords(words({ 8: 1 }), alice, best);
        expect(found.hits.map(({ chunkId, documentId }) => [chunkId, documentId])).toEqual([
          ['b', 'd1'],
          ['c', 'd2'],
        ]);
        expect(found.words).toEqual([words({ 8: 2, [-6]: 0.25 }), words({ 8: 1 })]);
        expect(found.readableChunks).toBe(4);
        await index.replaceDocument(
          aDocument({ id: 'd2', version: 2, card: words({ [-4]: 1, 12: 1 }) }),
          chunks({ c: { [-4]: 1, 8: 1, 7: 3, 9: 1, 10: 1, 12: 1 } }),
        );
        const again = await index.searchWords(words({ 8: 1 }), alice, {
          ...best,
          scope: { documents: ['d2'] },
        });
        expect(again.words).toEqual([words({ 8: 1, 10: 1 })]);
      });

      it('finds nothing by no words, by unknown words and in an unknown organisation', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        expect(await ids({})).toEqual([]);
        expect(await ids({ 8: 1 })).toEqual([]);
        const elsewhere = anAccessFilter({ org: 'nowhere' });
        expect(await index.searchWords(words({ 7: 1 }), elsewhere, all)).toEqual({
          hits: [],
          readableChunks: 0,
          documentFrequency: new Map([[7, 0]]),
        });
      });

      it('rejects with the reason of an aborted signal', async () => {
        const reason = new Error('gone');
        const signal = AbortSignal.abort(reason);
        await expect(index.searchWords(words({ 7: 1 }), alice, { ...all, signal })).rejects.toBe(reason);
        await expect(
          index.searchVectors({ generation: 'g1', vector: unit(1, 0) }, alice, { ...all, signal }),
        ).rejects.toBe(reason);
      });
    });

    describe('rights', () => {
      it('R01: gives nothing to somebody without classes, by words or vectors', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        const nobody = anAccessFilter({ accessClasses: [] });
        expect(await index.searchWords(words({ 7: 1 }), nobody, all)).toEqual({
          hits: [],
          readableChunks: 0,
          documentFrequency: new Map([[7, 0]]),
        });
        expect(await nearest(unit(1, 0), 'g1', nobody)).toEqual([]);
      });

      it('R02 R15: counts and scores over readable chunks only, before the best are chosen', async () => {
        const ask = () => index.searchWords(words({ 7: 1, 8: 1 }), alice, { scope: everything, limit: 2 });
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 }, c2: { 8: 1 }, c3: { 9: 1 } }));
        const before = await ask();
        await index.replaceDocument(
          aDocument({ id: 'secret', accessClass: 2 }),
          chunks({ s1: { 7: 9 }, s2: { 7: 9, 8: 9 }, s3: { 7: 9 } }),
        );
        expect(await ask()).toEqual(before);
      });

      it('R17: keeps organisations apart even when all their ids are the same', async () => {
        const theirs = aDocument({ org: 'Bellerive' });
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        await index.replaceDocument({ ...theirs, version: 5 }, chunks({ c1: { 8: 1 }, c2: { 8: 1 } }));
        await index.putVectors(theirs, 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        expect(await ids({ 7: 1, 8: 1 })).toEqual(['c1']);
        expect(await ids({ 8: 1 })).toEqual([]);
        expect(await nearest(unit(1, 0))).toEqual([]);
        await index.removeDocument(theirs);
        expect(await index.listDocuments('bellerive')).toEqual([
          expect.objectContaining({ id: 'd1', version: 1 }),
        ]);
        expect(await index.listDocuments('Bellerive')).toEqual([]);
        expect(await ids({ 7: 1 })).toEqual(['c1']);
      });

      it('follows a change of class, space or path at once, with chunks and vectors kept', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.setPlacement(aDocument(), { accessClass: 2, space: 'rh', path: 'paie/2026.pdf' });
        expect(await ids({ 7: 1 })).toEqual([]);
        expect(await nearest(unit(1, 0))).toEqual([]);
        const chloe = anAccessFilter({ accessClasses: [2] });
        const inPayroll = { scope: { spaces: ['rh'], folders: ['paie'] }, limit: 10 };
        expect(await ids({ 7: 1 }, chloe, inPayroll)).toEqual(['c1']);
        expect(await nearest(unit(1, 0), 'g1', chloe, inPayroll)).toEqual(['c1']);
        await index.setPlacement(
          { org: 'bellerive', id: 'unknown' },
          { accessClass: 1, space: 'rh', path: 'x' },
        );
        expect(await index.listDocuments('bellerive')).toEqual([
          expect.objectContaining({ id: 'd1', version: 1 }),
        ]);
      });
    });

    describe('scope', () => {
      beforeEach(async () => {
        await index.replaceDocument(
          aDocument({ id: 'd1', space: 'rh', path: 'rh/conges/a.pdf' }),
          chunks({ c1: { 7: 1 } }),
        );
        await index.replaceDocument(
          aDocument({ id: 'd2', space: 'rh', path: 'rh/conges-2025/b.pdf' }),
          chunks({ c2: { 7: 1 } }),
        );
        await index.replaceDocument(
          aDocument({ id: 'd3', space: 'mairie', path: 'rh/conges/c.pdf' }),
          chunks({ c3: { 7: 1 } }),
        );
      });

      it.each([
        [{ spaces: ['rh'] }, ['c1', 'c2']],
        [{ spaces: ['rh', 'mairie'] }, ['c1', 'c2', 'c3']],
        [{ folders: ['rh/conges'] }, ['c1', 'c3']],
        [{ folders: ['rh'] }, ['c1', 'c2', 'c3']],
        [{ folders: ['conges'] }, []],
        [{ folders: ['rh/conges-2025', 'nowhere'] }, ['c2']],
        [{ documents: ['d3', 'd2'] }, ['c2', 'c3']],
        [{ spaces: ['rh'], folders: ['rh/conges'] }, ['c1']],
        [{ spaces: ['rh'], documents: ['d3'] }, []],
        [{ spaces: [], folders: [], documents: [] }, ['c1', 'c2', 'c3']],
      ])('%j', async (scope, expected) => {
        expect(await ids({ 7: 1 }, alice, { scope, limit: 10 })).toEqual(expected);
      });

      it('changes neither counts nor scores', async () => {
        const wide = await index.searchWords(words({ 7: 1 }), alice, all);
        const narrow = await index.searchWords(words({ 7: 1 }), alice, {
          scope: { documents: ['d2'] },
          limit: 10,
        });
        expect(narrow).toEqual({ ...wide, hits: wide.hits.filter(({ chunkId }) => chunkId === 'c2') });
      });
    });

    describe('by name', () => {
      const idf = (documents: number, frequency: number) =>
        Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
      const named = async (query: Record<number, number>, within = alice, options = all) =>
        (await index.searchDocuments(words(query), within, options)).map(({ documentId }) => documentId);

      it('scores as the port says, best first', async () => {
        await index.replaceDocument(aDocument({ id: 'd1', card: words({ 7: 1, 8: 0.5 }) }), []);
        await index.replaceDocument(aDocument({ id: 'd2', card: words({ 7: 1, 8: 1, 9: 1 }) }), []);
        await index.replaceDocument(aDocument({ id: 'd3', card: words({ 9: 1 }) }), []);
        const [first, second, third] = await index.searchDocuments(words({ 7: 1, 8: 0.7 }), alice, all);
        const [common, rare] = [idf(3, 2), idf(3, 2)];
        const mass = common + 0.5 * rare;
        expect(first).toEqual({
          documentId: 'd1',
          named: expect.closeTo(1, 5),
          score: expect.closeTo(mass, 5),
          terms: [7, 8],
          chunks: 0,
        });
        const said = common + 0.7 * rare;
        const whole = common + rare + idf(3, 2);
        expect(second?.documentId).toBe('d2');
        expect(second?.named).toBeCloseTo(said / whole, 5);
        expect(second?.score).toBeCloseTo((said * said) / whole, 5);
        expect(third).toBeUndefined();
      });

      it('follows a new name, and forgets what was removed', async () => {
        await index.replaceDocument(aDocument({ card: words({ 7: 1 }) }), []);
        expect(await named({ 7: 1 })).toEqual(['d1']);
        await index.replaceDocument(aDocument({ version: 2, card: words({ 8: 1 }) }), []);
        expect([await named({ 7: 1 }), await named({ 8: 1 })]).toEqual([[], ['d1']]);
        await index.removeDocument(aDocument());
        expect(await named({ 8: 1 })).toEqual([]);
      });

      it('R01 R02 R15: names of forbidden documents are neither found nor counted', async () => {
        await index.replaceDocument(aDocument({ id: 'd1', card: words({ 7: 1, 8: 1 }) }), []);
        await index.replaceDocument(aDocument({ id: 'd2', card: words({ 8: 1 }) }), []);
        const before = await index.searchDocuments(words({ 7: 1, 8: 1 }), alice, all);
        const secret = aDocument({ id: 'd3', accessClass: 2, card: words({ 7: 1 }) });
        await index.replaceDocument(secret, []);
        expect(await index.searchDocuments(words({ 7: 1, 8: 1 }), alice, all)).toEqual(before);
        await index.setPlacement(secret, { ...secret, accessClass: 1 });
        expect(await named({ 7: 1 })).toEqual(['d3', 'd1']);
        expect(await named({ 7: 1 }, anAccessFilter({ accessClasses: [] }))).toEqual([]);
      });

      it('finds within the scope, and no more than asked for', async () => {
        await index.replaceDocument(aDocument({ id: 'd1', space: 'rh', card: words({ 7: 1 }) }), []);
        await index.replaceDocument(aDocument({ id: 'd2', card: words({ 7: 1 }) }), []);
        expect(await named({ 7: 1 }, alice, { scope: { spaces: ['rh'] }, limit: 10 })).toEqual(['d1']);
        expect(await named({ 7: 1 }, alice, { scope: everything, limit: 1 })).toEqual(['d1']);
      });
    });

    describe('by vectors', () => {
      it('gives the cosine, nearest first, equal ones by chunk id', async () => {
        await index.replaceDocument(
          aDocument(),
          chunks({ c1: { 7: 1 }, c2: { 7: 1 }, c3: { 7: 1 }, c4: { 7: 1 } }),
        );
        await index.putVectors(aDocument(), 'g1', [
          { chunkId: 'c4', vector: unit(1, 0, 0) },
          { chunkId: 'c1', vector: unit(-1, 0, 0) },
          { chunkId: 'c2', vector: unit(1, 0, 0) },
          { chunkId: 'c3', vector: unit(3, 4, 0) },
        ]);
        const query = { generation: 'g1', vector: unit(1, 0, 0) };
        const { hits } = await index.searchVectors(query, alice, all);
        expect(hits.map(({ chunkId }) => chunkId)).toEqual(['c2', 'c4', 'c3', 'c1']);
        expect(hits[2]?.score).toBeCloseTo(0.6, 3);
        expect(hits[3]?.score).toBeCloseTo(-1, 3);
      });

      it('keeps generations apart, replaces a vector, ignores unknown chunks, documents and generations', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 }, c2: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(0, 1) }]);
        await index.putVectors(aDocument(), 'g2', [
          { chunkId: 'c2', vector: unit(1, 0, 0) },
          { chunkId: 'unknown', vector: unit(1, 0, 0) },
        ]);
        await index.putVectors(aDocument({ id: 'unknown' }), 'g1', [{ chunkId: 'c2', vector: unit(1, 0) }]);
        await index.putVectors(aDocument(), 'g1', []);
        expect(
          (await index.searchVectors({ generation: 'g1', vector: unit(0, 1) }, alice, all)).hits,
        ).toEqual([{ chunkId: 'c1', documentId: 'd1', score: 1 }]);
        expect(await nearest(unit(1, 0, 0), 'g2')).toEqual(['c2']);
        expect(await nearest(unit(1, 0, 0), 'g3')).toEqual([]);
        expect(await index.stats('bellerive')).toEqual({ documents: 1, chunks: 2, vectors: 2 });
      });

      it('R02: tells what was not compared, of what the caller may read in the scope', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 }, c2: { 7: 1 } }));
        await index.replaceDocument(aDocument({ id: 'd2', space: 'rh' }), chunks({ c3: { 7: 1 } }));
        await index.replaceDocument(aDocument({ id: 'secret', accessClass: 2 }), chunks({ s1: { 7: 1 } }));
        const ask = (generation: string, scope = {}) =>
          index.searchVectors({ generation, vector: unit(1, 0) }, alice, { scope, limit: 1 });
        const nothing = { ...nothingCompared, chunks: 3 };
        expect(await ask('g1')).toEqual(nothing);
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.putVectors(aDocument({ id: 'd2' }), 'g1', [{ chunkId: 'c3', vector: unit(1, 0) }]);
        expect(await ask('g1')).toMatchObject({
          chunks: 3,
          compared: 2,
          mean: 1,
          deviation: 0,
        });
        expect(await index.listIncomplete('bellerive', 'g1')).toEqual(['d1', 'secret']);
        expect(await index.listIncomplete('bellerive', 'g2')).toEqual(['d1', 'd2', 'secret']);
        expect(await index.listIncomplete('nowhere', 'g1')).toEqual([]);
        expect(await ask('g2')).toEqual(nothing);
        const inRh = await ask('g1', { spaces: ['rh'] });
        expect(inRh).toMatchObject({ chunks: 1, compared: 1 });
        const nobody = anAccessFilter({ accessClasses: [] });
        expect(await index.searchVectors({ generation: 'g1', vector: unit(1, 0) }, nobody, all)).toEqual(
          nothingCompared,
        );
      });

      it('drops a generation and no other, twice if need be, and takes it up anew with another dimension', async () => {
        const many = Array.from({ length: 2_500 }, (_, i) => `c${i}`);
        await index.replaceDocument(
          aDocument(),
          chunks(Object.fromEntries(many.map((id) => [id, { 7: 1 }]))),
        );
        const one = (vector: Float32Array) => many.map((chunkId) => ({ chunkId, vector }));
        await index.putVectors(aDocument(), 'g1', one(unit(1, 0)));
        await index.putVectors(aDocument(), 'g2', one(unit(1, 0, 0)));
        expect(await nearest(unit(1, 0))).toHaveLength(10);
        await index.dropGeneration('bellerive', 'g1');
        await index.dropGeneration('bellerive', 'g1');
        await index.dropGeneration('nowhere', 'g1');
        expect(await nearest(unit(1, 0))).toEqual([]);
        expect(await nearest(unit(1, 0, 0), 'g2')).toHaveLength(10);
        expect(await index.stats('bellerive')).toEqual({ documents: 1, chunks: 2_500, vectors: 2_500 });
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c7', vector: unit(0, 0, 0, 1) }]);
        expect(await nearest(unit(0, 0, 0, 1))).toEqual(['c7']);
        expect(await index.stats('bellerive')).toEqual({ documents: 1, chunks: 2_500, vectors: 2_501 });
      });

      it('refuses another dimension, in writing and in searching', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 }, c2: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        const longer = [{ chunkId: 'c2', vector: unit(1, 0, 0) }];
        await expect(index.putVectors(aDocument(), 'g1', longer)).rejects.toMatchObject({ code: 'CONFLICT' });
        await expect(nearest(unit(1, 0, 0))).rejects.toMatchObject({ code: 'CONFLICT' });
        expect(await nearest(unit(1, 0))).toEqual(['c1']);
      });
    });

    describe('writing', () => {
      it('counts what it adds, removes and keeps, and keeps the vectors of what it keeps', async () => {
        const first = chunks({ c1: { 7: 1 }, c2: { 8: 1 } });
        expect(await index.replaceDocument(aDocument(), first)).toEqual({
          outcome: 'replaced',
          added: 2,
          removed: 0,
          kept: 0,
        });
        await index.putVectors(aDocument(), 'g1', [
          { chunkId: 'c1', vector: unit(1, 0) },
          { chunkId: 'c2', vector: unit(0, 1) },
        ]);
        const second = chunks({ c2: { 8: 1 }, c3: { 7: 1 }, c4: { 7: 2 } });
        expect(await index.replaceDocument(aDocument({ version: 2 }), second)).toEqual({
          outcome: 'replaced',
          added: 2,
          removed: 1,
          kept: 1,
        });
        expect(await ids({ 7: 1 })).toEqual(['c4', 'c3']);
        expect(await nearest(unit(1, 1))).toEqual(['c2']);
        expect(await index.stats('bellerive')).toEqual({ documents: 1, chunks: 3, vectors: 1 });
      });

      it('brings the words of a kept chunk up to date', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.replaceDocument(aDocument(), chunks({ c1: { 8: 1 } }));
        expect([await ids({ 7: 1 }), await ids({ 8: 1 }), await nearest(unit(1, 0))]).toEqual([
          [],
          ['c1'],
          ['c1'],
        ]);
      });

      it('R12 R82: refuses a version lower than the one it holds and changes nothing then', async () => {
        await index.replaceDocument(aDocument({ version: 3 }), chunks({ c3: { 7: 1 } }));
        const late = aDocument({ version: 2, accessClass: 2, space: 'rh' });
        expect(await index.replaceDocument(late, chunks({ c2: { 7: 1 } }))).toEqual({ outcome: 'stale' });
        expect(await ids({ 7: 1 })).toEqual(['c3']);
        expect(await index.listDocuments('bellerive')).toEqual([
          expect.objectContaining({ id: 'd1', version: 3 }),
        ]);
      });

      it('R78: the same version delivered again changes nothing', async () => {
        const given = chunks({ c1: { 7: 1 }, c2: { 7: 2 } });
        await index.replaceDocument(aDocument(), given);
        const before = await index.searchWords(words({ 7: 1 }), alice, all);
        expect(await index.replaceDocument(aDocument(), given)).toEqual({
          outcome: 'replaced',
          added: 0,
          removed: 0,
          kept: 2,
        });
        expect(await index.searchWords(words({ 7: 1 }), alice, all)).toEqual(before);
      });

      it('R71: a removed document is gone with its vectors, and vectors that come late put nothing back', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.removeDocument(aDocument());
        await index.removeDocument(aDocument());
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.setPlacement(aDocument(), { accessClass: 1, space: 'rh', path: 'x' });
        expect([await ids({ 7: 1 }), await nearest(unit(1, 0))]).toEqual([[], []]);
        expect(await index.stats('bellerive')).toEqual({ documents: 0, chunks: 0, vectors: 0 });
        expect((await index.searchWords(words({ 7: 1 }), alice, all)).readableChunks).toBe(0);
      });

      it('does not leave the words of one chunk to the next one in its place', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1, 8: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        expect(await ids({ 8: 1 })).toEqual(['c1']);
        expect(await nearest(unit(1, 0))).toEqual(['c1']);
        await index.removeDocument(aDocument());
        await index.replaceDocument(aDocument({ id: 'd2' }), chunks({ c9: { 7: 1 } }));
        expect([await ids({ 7: 1 }), await ids({ 8: 1 }), await nearest(unit(1, 0))]).toEqual([
          ['c9'],
          [],
          [],
        ]);
      });

      it('holds a document without chunks, and of chunks with the same id the last', async () => {
        await index.replaceDocument(aDocument(), []);
        expect(await index.listDocuments('bellerive')).toEqual([
          expect.objectContaining({ id: 'd1', version: 1 }),
        ]);
        const twice = [...chunks({ c1: { 7: 1 } }), ...chunks({ c1: { 8: 1 } })];
        expect(await index.replaceDocument(aDocument(), twice)).toMatchObject({ added: 1 });
        expect([await ids({ 7: 1 }), await ids({ 8: 1 })]).toEqual([[], ['c1']]);
      });

      it('R71: a document that comes back after its removal has its words and nothing else of before', async () => {
        await index.replaceDocument(aDocument({ version: 3 }), chunks({ c1: { 7: 1 }, c2: { 7: 1 } }));
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
        await index.removeDocument(aDocument());
        await index.replaceDocument(aDocument({ version: 2 }), chunks({ c1: { 8: 1 } }));
        expect([await ids({ 7: 1 }), await ids({ 8: 1 }), await nearest(unit(1, 0))]).toEqual([
          [],
          ['c1'],
          [],
        ]);
      });

      it('R17: ids of any form name what they name, and nothing beside it', async () => {
        const hostile = [
          'a',
          'a|b',
          '|b',
          '__proto__',
          '*',
          '../../x',
          '"}],"must":[',
          '\u00e9',
          'e\u0301',
          "'; --",
          ' ',
        ];
        const named = hostile.map((id) => aDocument({ org: 'a"|..', id, space: id, path: id }));
        for (const document of named)
          await index.replaceDocument(document, chunks({ [document.id]: { 7: 1 } }));
        const sorted = (all: readonly string[]) => all.toSorted();
        const within = anAccessFilter({ org: 'a"|..' });
        expect(sorted(await ids({ 7: 1 }, within, { scope: everything, limit: 50 }))).toEqual(
          sorted(hostile),
        );
        for (const id of hostile)
          for (const scope of [{ documents: [id] }, { spaces: [id] }, { folders: [id] }])
            expect(await ids({ 7: 1 }, within, { scope, limit: 50 })).toEqual([id]);
        await index.removeDocument(aDocument({ org: 'a"|..', id: '*' }));
        expect(await index.stats('a"|..')).toMatchObject({ documents: hostile.length - 1 });
        expect(await index.removeOrganisation('a"|..')).toBe(hostile.length - 1);
      });

      it('leaves what it was given to the caller', async () => {
        const given = chunks({ c1: { 7: 1 } });
        const vector = unit(1, 0);
        await index.replaceDocument(aDocument(), given);
        await index.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector }]);
        const query = words({ 7: 1 });
        await index.searchWords(query, alice, all);
        expect([given[0]?.words.ids.length, vector.length, query.ids.length]).toEqual([1, 2, 1]);
      });

      it('removes an organisation whole and leaves the others, and takes it in again', async () => {
        await index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
        await index.replaceDocument(aDocument({ org: 'autre' }), chunks({ c2: { 7: 1 } }));
        expect(await index.scrub('bellerive')).toBe(true);
        expect(await ids({ 7: 1 })).toEqual(['c1']);
        expect(await index.removeOrganisation('bellerive')).toBe(1);
        expect(await index.removeOrganisation('bellerive')).toBe(0);
        expect(await index.scrub('bellerive')).toBe(true);
        expect(await ids({ 7: 1 })).toEqual([]);
        expect(await index.stats('autre')).toMatchObject({ documents: 1 });
        await index.replaceDocument(aDocument(), chunks({ c3: { 7: 1 } }));
        expect(await ids({ 7: 1 })).toEqual(['c3']);
      });

      it('does many writes at once, those of one document in order', async () => {
        const documents = Array.from({ length: 40 }, (_, i) => aDocument({ id: `d${i}` }));
        await Promise.all(
          documents.flatMap((document, i) => [
            index.replaceDocument(document, chunks({ [`old${i}`]: { 7: 1 } })),
            index.replaceDocument({ ...document, version: 2 }, chunks({ [`new${i}`]: { 7: 1 } })),
          ]),
        );
        await index.flush();
        const found = await ids({ 7: 1 }, alice, { scope: everything, limit: 100 });
        expect(found.toSorted()).toEqual(documents.map((_, i) => `new${i}`).toSorted());
      });
    });
  });
}
