import { expect, it } from 'vitest';
import { withNoBreakSpaces } from './no-break-spaces.ts';

it('keeps French punctuation with its word, at every depth', () => {
  const texts = { one: 'Retirer « {{name}} » ?', deep: { two: 'Confiance : État ; 80 %' } };
  expect(withNoBreakSpaces(texts)).toEqual({
    one: 'Retirer «\u{a0}{{name}}\u{a0}»\u{202f}?',
    deep: { two: 'Confiance\u{a0}: État\u{202f}; 80\u{202f}%' },
  });
});
