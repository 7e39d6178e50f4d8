import { describe, expect, it } from 'vitest';
import { findLeaks } from './find-leaks.ts';

const nameOf = ({ path }: { path: string }) => path.replace(/\.md$/, '');
const leaks = (reply: unknown, documents: string[], texts: string[] = []) =>
  findLeaks(reply, { documents, texts }, nameOf).map(({ what, where }) => `${what} @ ${where}`);

describe('the search of leaks (R01)', () => {
  const result = {
    document: { space: 'rh', path: 'paie.md', title: 'Paie' },
    passage: { text: 'Prime : 1 260 €' },
  };

  it('finds a document by path, by space and path, and by the name that its suite uses', () => {
    expect(leaks({ results: [result] }, ['paie.md'])).toContain('paie.md @ results.0.document');
    expect(leaks({ results: [result] }, ['rh/paie.md'])).toContain('rh/paie.md @ results.0.document');
    expect(leaks({ results: [result] }, ['paie'])).toContain('paie @ results.0.document');
  });

  it('finds a text anywhere in a reply, also in fields that it does not know, whatever its spaces and accents', () => {
    expect(leaks({ notes: { deep: ['la PRIMÉ :  1260 € nets'] } }, [], ['prime : 1 260 €'])).toEqual([
      'prime : 1 260 € @ notes.deep.0',
    ]);
  });

  it('does not take a longer path for a shorter one', () => {
    expect(leaks({ path: 'x', text: 'voir rh/ma-paie.md' }, ['paie.md'])).toEqual([]);
    expect(leaks({ text: 'voir « rh/paie.md ».' }, ['paie.md'])).toHaveLength(1);
  });

  it('finds nothing where nothing is forbidden', () => {
    expect(leaks(result, [])).toEqual([]);
  });
});
