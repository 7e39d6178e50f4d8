import { expect, it } from 'vitest';
import { createStrongText } from './strong-text.ts';

function shown(...pieces: readonly string[]): string {
  const text = createStrongText();
  return pieces.map(text.push).join('') + text.finish();
}

it('shows strong words, wherever the text is cut', () => {
  const text = '**Qui signe ?**\nLe 2 * 3 de **la maire**, 5 €*';
  for (let at = 0; at <= text.length; at++)
    expect(shown(text.slice(0, at), text.slice(at))).toBe(
      '\x1b[1mQui signe ?\x1b[22m\nLe 2 * 3 de \x1b[1mla maire\x1b[22m, 5 €*',
    );
});

it('leaves the terminal as it was where a mark is never closed', () => {
  expect(shown('**Qui signe')).toBe('\x1b[1mQui signe\x1b[22m');
});
