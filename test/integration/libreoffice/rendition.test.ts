import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Document, HeadingLevel, Packer, PageBreak, Paragraph, TextRun } from 'docx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOfficeConverter } from '../../../src/adapters/libreoffice/office-converter.ts';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { type RenderDeps, renderDocument } from '../../../src/core/ingest/render-document.ts';
import { pagesOfPlace } from '../../../src/core/place.ts';
import type { OfficeConverter } from '../../../src/ports/office-converter.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { dataFolder, noData } from '../parsers/data.ts';
import { noSoffice, setting } from './soffice.ts';

const world = createTestOrganisation();
const pool = createParserPool({ size: 1 });
const signal = new AbortController().signal;
afterAll(() => pool.close());

/** Reads a file as a worker does that can render; gives the document's id. */
async function ingest(name: string, bytes: Uint8Array): Promise<{ id: string; version: number }> {
  const key = await world.submit(name, bytes);
  await world.ingest(key, { parser: pool, passes: new Set(['render'] as const) });
  return key;
}

const render = (
  { id, version }: { id: string; version: number },
  converter: RenderDeps['converter'],
  parser: RenderDeps['parser'] = pool,
) => renderDocument({ ...world.stores, parser, converter }, { org: world.org, id, version }, signal);

const rowOf = async (id: string) =>
  world.database
    .selectFrom('document')
    .select(['awaits', 'rendition', 'pages', 'state'])
    .where('org', '=', world.org)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

const pagesByText = async (table: 'chunk' | 'section', id: string) =>
  (
    await world.database
      .selectFrom(table)
      .select(['text', 'place'])
      .where('org', '=', world.org)
      .where('document_id', '=', id)
      .orderBy('ordinal')
      .execute()
  ).map(({ text, place }) => ({ text, pages: pagesOfPlace(place) }));

/** A document of three pages, each with a heading and a long text of its own. */
async function threePages(): Promise<{ bytes: Uint8Array; subjects: readonly string[] }> {
  const subjects = ['cantine', 'piscine', 'médiathèque'];
  const children = subjects.flatMap((subject, index) => [
    ...(index > 0 ? [new Paragraph({ children: [new PageBreak()] })] : []),
    new Paragraph({ text: `Règlement de la ${subject}`, heading: HeadingLevel.HEADING_1 }),
    ...Array.from(
      { length: 8 },
      (_, article) =>
        new Paragraph({
          children: [
            new TextRun(
              `Article ${article + 1} de la ${subject} : le conseil municipal fixe les horaires, les tarifs et les conditions d’accès applicables aux habitants de la commune.`,
            ),
          ],
        }),
    ),
  ]);
  const bytes = await Packer.toBuffer(new Document({ sections: [{ children }] }));
  return { bytes, subjects };
}

/** A converter that says of every file what it is told to. */
const converterOf = (convert: OfficeConverter['convert']): Pick<OfficeConverter, 'convert'> => ({ convert });
const converted = (pdf: string) => ({
  outcome: 'converted' as const,
  path: '/scratch/document.pdf',
  bytes: pdf.length,
  content: () => Readable.from([Buffer.from(pdf)]),
  release: async () => {},
});
const printing = (...pages: string[]): RenderDeps['parser'] => ({ pageTexts: async () => pages });
const note = async () => (await threePages()).bytes;

describe('a rendition', () => {
  test('is kept while the document needs it, and shows its pages to those who may read it', async () => {
    const key = await ingest('note.docx', await note());
    expect(await rowOf(key.id)).toMatchObject({ awaits: ['render'], rendition: null, pages: null });
    const within = await authoriseCaller(world.stores, { org: world.org, user: 'alice' });
    expect(await world.stores.library.findPages(within, key.id)).toBeNull();

    expect(
      await render(
        key,
        converterOf(async () => converted('%PDF')),
        printing('Règlement', 'Suite'),
      ),
    ).toBe('indexed');
    const { rendition, ...row } = await rowOf(key.id);
    expect(row).toEqual({ awaits: [], pages: 2, state: 'searchable-words' });
    expect(await world.stores.documents.isBlobUsed(world.org, rendition ?? '')).toBe(true);
    expect(await world.stores.library.findPages(within, key.id)).toEqual({ sha256: rendition, pages: 2 });
    const stranger = await authoriseCaller(world.stores, { org: world.org, user: 'nobody' });
    expect(await world.stores.library.findPages(stranger, key.id)).toBeNull();

    await world.stores.documents.remove(world.org, [key.id]);
    expect(await world.stores.documents.isBlobUsed(world.org, rendition ?? '')).toBe(false);
  });

  test('is asked for once, and done once', async () => {
    const key = await ingest('note.docx', await note());
    const jobs: string[] = [];
    await world.stores.outbox.drain(100, async (drained) => {
      jobs.push(...drained.filter(({ payload }) => payload.org === world.org).map(({ name }) => name));
    });
    expect(jobs.filter((name) => name === 'document.render')).toHaveLength(1);
    const converter = converterOf(async () => converted('%PDF'));
    await render(key, converter, printing('Règlement'));
    expect(await render(key, converter, printing('Règlement'))).toBe('unchanged');
  });

  test.each([
    'damaged',
    'parse-memory',
  ] as const)('that fails (%s) leaves the document as it is, and is not tried again', async (reason) => {
    const key = await ingest('note.docx', await note());
    const failing = converterOf(async () => ({ outcome: 'failed', reason }));
    expect(await render(key, failing)).toBe('skipped');
    expect(await rowOf(key.id)).toEqual({
      awaits: [],
      rendition: null,
      pages: null,
      state: 'searchable-words',
    });
  });

  test('that takes too long is tried again', async () => {
    const key = await ingest('note.docx', await note());
    const slow = converterOf(async () => ({ outcome: 'failed', reason: 'parse-timeout' }));
    await expect(render(key, slow)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await rowOf(key.id)).toMatchObject({ awaits: ['render'] });
  });

  test('R71, R82: of a document that was removed or replaced meanwhile changes nothing', async () => {
    const removed = await ingest('removed.docx', await note());
    const removing = converterOf(async () => {
      await world.stores.documents.remove(world.org, [removed.id]);
      return converted('%PDF');
    });
    expect(await render(removed, removing, printing('Règlement'))).toBe('skipped');

    const replaced = await ingest('replaced.docx', await note());
    const replacing = converterOf(async () => {
      await world.submit('replaced.docx', 'new');
      return converted('%PDF');
    });
    expect(await render(replaced, replacing, printing('Règlement'))).toBe('skipped');
    expect(await rowOf(replaced.id)).toMatchObject({ rendition: null, pages: null });
  });

  test('of a text that was read anew meanwhile is refused as a conflict, to be made again', async () => {
    const key = await ingest('note.docx', await note());
    const rereading = converterOf(async () => {
      await world.database
        .deleteFrom('chunk')
        .where('org', '=', world.org)
        .where('ordinal', '=', 0)
        .execute();
      return converted('%PDF');
    });
    await expect(render(key, rereading, printing('Règlement'))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await rowOf(key.id)).toMatchObject({ awaits: ['render'], rendition: null });
  });

  test('with fewer pages than the presentation has slides is not shown beside them', async () => {
    const key = await ingest('note.docx', await note());
    await world.database
      .updateTable('document')
      .set({ pages: 3 })
      .where('org', '=', world.org)
      .where('id', '=', key.id)
      .execute();
    await render(
      key,
      converterOf(async () => converted('%PDF')),
      printing('un', 'deux'),
    );
    expect(await rowOf(key.id)).toMatchObject({ awaits: [], rendition: null, pages: 3 });
  });
});

describe.skipIf(noSoffice !== false)(`by LibreOffice${noSoffice ? ` (${noSoffice})` : ''}`, () => {
  let converter: OfficeConverter;
  beforeAll(async () => {
    const opened = await openOfficeConverter(setting);
    if (!opened) throw new Error('LibreOffice does not run');
    converter = opened;
  });
  afterAll(() => converter?.close());

  test('gives each passage and section of a docx of three pages its page', async () => {
    const { bytes, subjects } = await threePages();
    const key = await ingest('reglements.docx', bytes);
    expect(await render(key, converter)).toBe('indexed');
    expect(await rowOf(key.id)).toMatchObject({ pages: 3, awaits: [] });
    for (const table of ['chunk', 'section'] as const) {
      const parts = await pagesByText(table, key.id);
      expect(parts.length).toBeGreaterThanOrEqual(3);
      for (const { text, pages } of parts) {
        const page = subjects.findIndex((subject) => text.includes(`de la ${subject}`)) + 1;
        expect([text.slice(0, 40), pages]).toEqual([text.slice(0, 40), { from: page, to: page }]);
      }
    }
  });

  test.skipIf(noData !== false)(
    `gives the passages of an odt rising pages${noData ? ` (${noData})` : ''}`,
    async () => {
      const key = await ingest(
        'rgaa.odt',
        readFileSync(`${dataFolder}documents/accessibilite__RGAA-v4.1.2.odt`),
      );
      expect(await render(key, converter)).toBe('indexed');
      const { pages: count } = await rowOf(key.id);
      const parts = await pagesByText('chunk', key.id);
      const placed = parts.flatMap(({ pages }) => pages ?? []);
      expect(placed.length / parts.length).toBeGreaterThan(0.95);
      const rising = placed.filter(({ from }, index) => from >= (placed[index - 1]?.from ?? 1));
      expect(rising.length / placed.length).toBeGreaterThan(0.97);
      expect(Math.max(...placed.map(({ to }) => to))).toBeGreaterThan((count ?? 0) * 0.9);
    },
  );
});
