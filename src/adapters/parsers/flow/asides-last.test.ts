import { expect, test } from 'vitest';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { asidesLast } from './asides-last.ts';

test('asides stand at the end of their section, in their order', () => {
  const one: ParsedBlock = { kind: 'heading', level: 1, text: 'un' };
  const two: ParsedBlock = { kind: 'heading', level: 2, text: 'deux' };
  const text: ParsedBlock = { kind: 'paragraph', text: 'texte' };
  const note: ParsedBlock = { kind: 'paragraph', text: 'note', aside: 'note' };
  const comment: ParsedBlock = { kind: 'paragraph', text: 'avis', aside: 'comment' };
  expect(asidesLast([one, note, text, comment, text, two, note, text])).toEqual([
    one,
    text,
    text,
    note,
    comment,
    two,
    text,
    note,
  ]);
});
