import { expect, it } from 'vitest';
import { oneLine } from './one-line.ts';

it('keeps words and takes out what a terminal would obey', () => {
  expect(oneLine('C’est faux,\r\n\tvoyez l’article 3')).toBe('C’est faux, voyez l’article 3');
  expect(oneLine('\u001b]0;titre\u0007rouge \u001b[31m\u009b2J\u202edroite')).toBe(
    ']0;titrerouge [31m2Jdroite',
  );
});
