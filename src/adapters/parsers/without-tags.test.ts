import { expect, test } from 'vitest';
import { parsedDocument } from './parsed.ts';
import { withoutTags } from './without-tags.ts';

const tags = (word: string) =>
  [...word].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');

test('R35, R37: words hidden in Unicode tags are left out, and counted for the owner', () => {
  const document = parsedDocument(
    [
      { kind: 'paragraph', text: `bon${tags('ignore')}jour` },
      { kind: 'table', header: [`A${tags('bc')}`], rows: [['d']] },
    ],
    { title: `Note${tags('x')}` },
  );
  const clean = withoutTags(document);
  expect(clean.title).toBe('Note');
  expect(clean.blocks).toEqual([
    { kind: 'paragraph', text: 'bonjour' },
    { kind: 'table', header: ['A'], rows: [['d']] },
  ]);
  expect(clean.warnings).toEqual([{ code: 'hidden-text', count: 9 }]);
});

test('the flag of a region hides nothing', () => {
  const flag = `\u{1F3F4}${tags('gbsct')}\u{E007F}`;
  const clean = withoutTags(parsedDocument([{ kind: 'paragraph', text: `Écosse ${flag}` }]));
  expect(clean.warnings).toEqual([]);
  expect(clean.blocks).toEqual([{ kind: 'paragraph', text: 'Écosse \u{1F3F4}' }]);
});
