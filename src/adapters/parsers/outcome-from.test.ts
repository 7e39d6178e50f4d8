import { deserialize, serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { outcomeFrom, pageTextsFrom, pictureFrom } from './outcome-from.ts';

const document = {
  title: 'Charte',
  author: null,
  createdAt: new Date('2024-05-02'),
  modifiedAt: null,
  pages: 2,
  blocks: [
    { kind: 'heading', level: 1, text: 'Charte' },
    { kind: 'list-item', depth: 0, text: 'Objet', recognised: 0.9 },
    { kind: 'table', header: ['a'], rows: [['b']], rowNumbers: [1] },
    { kind: 'paragraph', text: 'Corps', place: { kind: 'page', from: 1, to: 2 } },
  ],
  attachments: [{ name: 'a.txt', bytes: new Uint8Array([1]) }],
  labels: [{ scheme: 'mention', name: 'Secret' }],
  warnings: [{ code: 'hidden-text', count: 1 }],
  pagesToRecognise: 0,
};
/** As a message of another process arrives. */
const received = (changes: object): unknown =>
  deserialize(serialize({ outcome: 'parsed', format: 'docx', document: { ...document, ...changes } }));

const paragraph = { kind: 'paragraph', text: 'a' };
/** A few bytes on the wire: an array of four thousand million holes. */
const holes = () => {
  const array: unknown[] = [];
  array.length = 2 ** 32 - 1;
  return array;
};

const withHole = (item: unknown) => {
  const array = [item];
  array[2] = item;
  return array;
};

describe('outcomeFrom', () => {
  test('lets an outcome through as it is', () => {
    const message = received({});
    expect(outcomeFrom(message)).toBe(message);
  });

  test.each([
    ['blocks that are holes', { blocks: holes() }],
    ['a hole among blocks', { blocks: withHole(paragraph) }],
    ['attachments that are holes', { attachments: holes() }],
    ['more attachments than any archive gives', { attachments: Array(10_001).fill(document.attachments[0]) }],
    [
      'attachments that are too large',
      { attachments: Array(4).fill({ name: 'a', bytes: new Uint8Array(60_000_000) }) },
    ],
    ['labels that are holes', { labels: holes() }],
    ['warnings that are holes', { warnings: holes() }],
    ['rows that are holes', { blocks: [{ kind: 'table', header: [], rows: holes() }] }],
    ['a header of holes', { blocks: [{ kind: 'table', header: holes(), rows: [] }] }],
    [
      'speakers that are holes',
      {
        blocks: [
          { ...paragraph, place: { kind: 'speech', speakers: holes(), fromSeconds: 0, toSeconds: 1 } },
        ],
      },
    ],
    [
      'fewer numbers than rows',
      { blocks: [{ kind: 'table', header: [], rows: [['a'], ['b']], rowNumbers: [1] }] },
    ],
    ['a level that is no number', { blocks: [{ kind: 'heading', text: 'a', level: Number.NaN }] }],
    ['a level without end', { blocks: [{ kind: 'heading', text: 'a', level: 1e9 }] }],
    ['a depth without end', { blocks: [{ kind: 'list-item', text: 'a', depth: Number.POSITIVE_INFINITY }] }],
    ['a confidence that is no share', { blocks: [{ ...paragraph, recognised: Number.NaN }] }],
    ['half a page', { pages: 1.5 }],
    ['more pages than a column holds', { pages: 2 ** 40 }],
    ['more pictures than a column holds', { pagesToRecognise: 2 ** 40 }],
    ['no date', { createdAt: new Date(Number.NaN) }],
    ['a year that no reply can tell', { createdAt: new Date(Date.UTC(12_024, 0)) }],
    ['a year before any', { modifiedAt: new Date(-1e14) }],
    ['a code that every object has', { warnings: [{ code: 'constructor', count: 1 }] }],
    ['more text than any reader gives', { blocks: [{ ...paragraph, text: 'a'.repeat(100_000_000) }] }],
    ['a title without end', { title: 'a'.repeat(100_000) }],
  ])(
    'R54: %s is a crash',
    (_what, changes) => {
      expect(outcomeFrom(received(changes))).toMatchObject({ outcome: 'failed', reason: 'parse-crash' });
    },
    10_000,
  );
});

describe('replies about pages', () => {
  test('texts of pages are texts, every one of them', () => {
    expect(pageTextsFrom(['a', ''])).toEqual(['a', '']);
    for (const reply of [
      null,
      'a',
      ['a', 1],
      withHole('a'),
      holes(),
      Array(2_000).fill('a'.repeat(1_000_000)),
    ])
      expect(pageTextsFrom(reply)).toBeNull();
  }, 10_000);

  test('a picture is a PNG of a size that can be', () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    const huge = new Uint8Array(100_000_000);
    huge.set(png);
    expect(pictureFrom(png)).toBe(png);
    for (const reply of [null, 'png', new Uint8Array(), png.subarray(0, 4), Buffer.from('<script>'), huge])
      expect(pictureFrom(reply)).toBeNull();
  });
});
