import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import type { ChunkedDocument } from '../chunk.ts';
import type { ParsedBlock } from '../parsed-document.ts';
import { onPage } from '../place.ts';
import { chunkDocument } from './chunk-document.ts';
import { countTokens } from './chunking/count-tokens.ts';

const context = { documentId: '5f0c0d6e-0000-8000-8000-000000000001', title: 'Règlement' };
const chunk = (...blocks: ParsedBlock[]) => chunkDocument({ blocks }, context);
const paragraph = (text: string, page?: number): ParsedBlock => ({
  kind: 'paragraph',
  text,
  ...(page === undefined ? {} : { place: onPage(page) }),
});
const heading = (level: number, text: string): ParsedBlock => ({ kind: 'heading', level, text });
const item = (text: string): ParsedBlock => ({ kind: 'list-item', text, depth: 0 });
const words = (count: number, word = 'mot') =>
  Array.from({ length: count }, (_, at) => `${word}${at}`).join(' ');

const word = fc.constantFrom(
  'congé',
  'agent',
  'maire',
  'délai',
  'service',
  'prime',
  'le',
  'de',
  'demande',
  'L. 12-3',
  'M.',
  'été',
);
const sentence = fc.array(word, { minLength: 3, maxLength: 25 }).map((list) => `Un ${list.join(' ')}.`);
const text = fc.array(sentence, { minLength: 1, maxLength: 8 }).map((list) => list.join(' '));
const block: fc.Arbitrary<ParsedBlock> = fc.oneof(
  { weight: 4, arbitrary: text.map((value) => paragraph(value)) },
  { weight: 2, arbitrary: sentence.map(item) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 4 }), word).map(([level, value]) => heading(level, value)),
  },
  { weight: 1, arbitrary: text.map((value): ParsedBlock => ({ kind: 'quote', text: value })) },
  {
    weight: 1,
    arbitrary: fc
      .array(sentence, { maxLength: 60 })
      .map((lines): ParsedBlock => ({ kind: 'code', text: lines.join('\n\n  ') })),
  },
);
const table: fc.Arbitrary<ParsedBlock> = fc
  .tuple(fc.array(word, { maxLength: 4 }), fc.array(fc.array(sentence, { maxLength: 4 }), { maxLength: 30 }))
  .map(([header, rows]): ParsedBlock => ({ kind: 'table', header, rows }));

function expectSound({ text: whole, sections, chunks }: ChunkedDocument): void {
  expect(whole).toBe(sections.map((section) => section.text).join('\n\n'));
  let at = 0;
  for (const section of sections) {
    expect(whole.slice(section.start, section.end)).toBe(section.text);
    expect(section.start).toBe(at);
    at = section.end + 2;
  }
  let end = 0;
  for (const [ordinal, piece] of chunks.entries()) {
    expect(piece.ordinal).toBe(ordinal);
    expect(piece.start).toBeGreaterThanOrEqual(end);
    expect(piece.end).toBeGreaterThan(piece.start);
    end = piece.end;
    const section = sections[piece.sectionOrdinal];
    expect(section?.start).toBeLessThanOrEqual(piece.start);
    expect(section?.end).toBeGreaterThanOrEqual(piece.end);
    expect(piece.tokens).toBeLessThanOrEqual(tunables.chunking.maxChunkTokens);
  }
  for (const section of sections) expect(section.tokens).toBeLessThanOrEqual(tunables.chunking.sectionTokens);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
}

describe('chunkDocument', () => {
  it('gives nothing for nothing', () => {
    expect(chunk()).toEqual({ text: '', sections: [], chunks: [] });
    expect(chunk(paragraph(' '), { kind: 'table', header: [''], rows: [] }).chunks).toEqual([]);
  });

  it('keeps a short document in one chunk, headings apart', () => {
    const {
      text: whole,
      chunks,
      sections,
    } = chunk(heading(1, 'Congés'), paragraph('Trente jours.', 2), item('un'), item('deux'));
    expect(whole).toBe('Congés\n\nTrente jours.\n\n- un\n- deux');
    expect(sections).toHaveLength(1);
    expect(chunks).toMatchObject([
      { headings: ['Congés'], text: 'Trente jours.\n\n- un\n- deux', place: onPage(2), start: 8 },
    ]);
  });

  it('does not put the title above its own texts', () => {
    const { chunks } = chunk(heading(1, 'RÈGLEMENT'), heading(2, 'Congés'), paragraph('Trente jours.'));
    expect(chunks.map(({ headings }) => headings)).toEqual([['Congés']]);
  });

  it('never joins what two top headings part', () => {
    const { chunks, sections } = chunk(
      heading(1, 'A'),
      paragraph('Un.'),
      heading(1, 'B'),
      paragraph('Deux.'),
    );
    expect(chunks.map(({ headings, text: read }) => [...headings, read])).toEqual([
      ['A', 'Un.'],
      ['B', 'Deux.'],
    ]);
    expect(sections.map((section) => section.text)).toEqual(['A\n\nUn.', 'B\n\nDeux.']);
  });

  it('reads the inner headings of a chunk that joins small parts', () => {
    const { chunks } = chunk(
      heading(1, 'A'),
      paragraph(words(5)),
      heading(1, 'B'),
      heading(2, 'b1'),
      paragraph('Un.'),
      heading(2, 'b2'),
      paragraph('Deux.'),
    );
    expect(chunks[1]).toMatchObject({ headings: ['B'], text: 'b1\n\nUn.\n\nb2\n\nDeux.' });
  });

  it('finds a heading that has no text below it', () => {
    const { chunks } = chunk(heading(1, 'A'), heading(1, 'B'), paragraph('Deux.'), heading(1, 'C'));
    expect(chunks.map(({ headings, text: read }) => [...headings, read])).toEqual([
      ['A'],
      ['B', 'Deux.'],
      ['C'],
    ]);
  });

  it('repeats the header row above the rows of a table', () => {
    const rows = Array.from({ length: 60 }, (_, at) => [`agent ${at}`, `service ${at}`, words(6)]);
    const { chunks, text: whole } = chunk({ kind: 'table', header: ['Nom', 'Service', 'Note'], rows });
    expect(chunks.length).toBeGreaterThan(3);
    for (const piece of chunks) {
      expect(piece.text.startsWith('| Nom | Service | Note |\n|---|---|---|\n| agent')).toBe(true);
      expect(piece.text.endsWith(whole.slice(piece.start, piece.end))).toBe(true);
      expect(piece.text.endsWith(' |')).toBe(true);
    }
    expect(whole.match(/\| Nom \|/g)).toHaveLength(1);
  });

  it('cuts a long paragraph at sentence ends, a long sentence between words, encoded data anywhere', () => {
    const long = Array.from(
      { length: 60 },
      (_, at) => `La phrase ${at} dit que M. Durand cite l’art. L. 12-${at}.`,
    ).join(' ');
    for (const { text: read } of chunk(paragraph(long)).chunks) expect(read).toMatch(/^La phrase .*\d\.$/);
    const endless = chunk(paragraph(words(2_000)));
    for (const { text: read } of endless.chunks) expect(read).toMatch(/^mot\d+ .* mot\d+$/);
    expectSound(endless);
    expectSound(chunk(paragraph('🙂é'.repeat(3_000))));
  });

  it('keeps what is no running text apart, below the same headings', () => {
    const { chunks, sections } = chunk(
      heading(1, 'Congés'),
      paragraph('Trente jours.'),
      { kind: 'paragraph', text: 'Sauf le maire.', aside: 'note' },
      { kind: 'paragraph', text: 'À revoir.', aside: 'comment' },
      paragraph('Et dix jours.'),
    );
    const told = (part: { headings: readonly string[]; aside: string | null; text: string }) => [
      part.headings[0],
      part.aside,
      part.text,
    ];
    expect(chunks.map(told)).toEqual([
      ['Congés', null, 'Trente jours.'],
      ['Congés', 'note', 'Sauf le maire.'],
      ['Congés', 'comment', 'À revoir.'],
      ['Congés', null, 'Et dix jours.'],
    ]);
    expect(sections.map(({ aside }) => aside)).toEqual([null, 'note', 'comment', null]);
  });

  it('says of the rows of a sheet which cells they are', () => {
    const rows = Array.from({ length: 60 }, (_, at) => [`agent ${at}`, words(8)]);
    const { chunks } = chunk({
      kind: 'table',
      header: ['Nom', 'Note'],
      rows,
      rowNumbers: rows.map((_, at) => at + 5),
      place: {
        kind: 'cells',
        sheet: 'Agents',
        firstColumn: 'B',
        lastColumn: 'C',
        firstRow: 4,
        lastRow: 64,
      },
    });
    const places = chunks.map(({ place }) => (place?.kind === 'cells' ? place : null));
    expect(places[0]).toMatchObject({ sheet: 'Agents', firstColumn: 'B', lastColumn: 'C', firstRow: 5 });
    expect(places.at(-1)?.lastRow).toBe(64);
    for (const [index, place] of places.entries())
      if (index > 0) expect(place?.firstRow).toBe((places[index - 1]?.lastRow ?? 0) + 1);
  });

  it('gives each part the language that it is written in', () => {
    const english =
      'The council decides on the budget of the town, and every member may ask for the accounts. ';
    const french = 'Le conseil vote le budget de la commune, et chaque membre peut demander les comptes. ';
    const { chunks } = chunk(
      heading(1, 'Français'),
      paragraph(french.repeat(4)),
      heading(1, 'English'),
      paragraph(english.repeat(4)),
      heading(1, 'OK'),
      paragraph('Yes.'),
    );
    expect(chunks.map(({ language }) => language)).toEqual(['fr', 'en', 'fr']);
  });

  it('says how sure the recognition of its least sure text was', () => {
    const { chunks } = chunk(
      { kind: 'paragraph', text: 'Un.', recognised: 0.9 },
      { kind: 'paragraph', text: 'Deux.', recognised: 0.6 },
    );
    expect(chunks.map(({ recognised }) => recognised)).toEqual([0.6]);
    expect(chunk(paragraph('Trois.')).chunks[0]?.recognised).toBeNull();
  });

  it('counts what looks like a control token as text', () => {
    expect(chunk(paragraph('avant <|endoftext|> après')).chunks).toHaveLength(1);
  });

  it('gives the same ids for the same texts, and tells repetitions apart', () => {
    const blocks = [heading(1, 'A'), paragraph('Un.'), heading(1, 'A'), paragraph('Un.')];
    const ids = chunk(...blocks).chunks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(chunk(...blocks).chunks.map(({ id }) => id)).toEqual(ids);
    const other = chunkDocument(
      { blocks },
      { ...context, documentId: '5f0c0d6e-0000-8000-8000-000000000002' },
    );
    expect(other.chunks.some(({ id }) => ids.includes(id))).toBe(false);
  });

  it('keeps every text, in order, at exact offsets', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 40 }), (blocks) => {
        const chunked = chunk(...blocks);
        expectSound(chunked);
        for (const { text: read, start, end } of chunked.chunks)
          expect(chunked.text.slice(start, end)).toBe(read);
        const all = blocks.flatMap((one) => (one.kind === 'table' ? [] : one.text.split(/\s+/)));
        expect(chunked.text.split(/\s+/).filter((part) => part !== '-' && part !== '')).toEqual(
          all.filter((part) => part !== ''),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('keeps tables sound too', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(block, table), { maxLength: 12 }), (blocks) => {
        const chunked = chunk(...blocks);
        expectSound(chunked);
        for (const { text: read, start, end } of chunked.chunks)
          expect(read.endsWith(chunked.text.slice(start, end))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('changes only the chunks near an inserted paragraph', () => {
    const paragraphs = (seed: string, count: number) =>
      Array.from({ length: count }, (_, at) => paragraph(words(12 + ((at * 37) % 60), `${seed}${at}x`)));
    const oneSection = paragraphs('p', 150);
    const manySections = paragraphs('q', 150).flatMap((one, at) =>
      at % 5 === 0 ? [heading(1 + ((at / 5) % 3), `T${at}`), one] : [one],
    );
    fc.assert(
      fc.property(
        fc.constantFrom(oneSection, manySections),
        fc.nat(150),
        fc.integer({ min: 1, max: 300 }),
        (blocks, at, size) => {
          const before = new Set(chunk(...blocks).chunks.map(({ id }) => id));
          const after = chunk(...blocks.toSpliced(at, 0, paragraph(words(size, 'nouveau')))).chunks;
          expect(after.filter(({ id }) => !before.has(id)).length).toBeLessThanOrEqual(10);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('countTokens', () => {
  it('stays fast and near on encoded data', () => {
    const data = 'QUJD'.repeat(50_000);
    expect(countTokens(data)).toBeGreaterThan(10_000);
  });
});

it('keeps a question of the document with its answer', () => {
  const pairs = Array.from({ length: 30 }, (_, at) => [
    paragraph(`Q : Que faut-il pour la demande ${at} ?`),
    paragraph(`R : ${words(60, `réponse${at}x`)}.`),
  ]);
  const { chunks } = chunk(...pairs.flat());
  expect(chunks.length).toBeGreaterThan(5);
  for (const { text } of chunks) expect(text.trimEnd()).not.toMatch(/\?$/);
});
