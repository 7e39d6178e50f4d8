import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

const texts = (text: string, language: 'fr' | 'en' = 'fr') => sentencesOf(text, language).map((s) => s.text);

describe('sentencesOf', () => {
  it.each([
    ['Bonjour. Au revoir !', ['Bonjour.', 'Au revoir !']],
    ['L’art. 12 s’applique. M. Durand signe.', ['L’art. 12 s’applique.', 'M. Durand signe.']],
    ['Selon l’article L. 1222-10, c’est dû. Fin.', ['Selon l’article L. 1222-10, c’est dû.', 'Fin.']],
    ['Mme. Petit et Mme Roy sont là. Oui.', ['Mme. Petit et Mme Roy sont là.', 'Oui.']],
    ['La version 1.5 est sortie. Voir p. 12.', ['La version 1.5 est sortie.', 'Voir p. 12.']],
    ['Il hésite… puis accepte. Enfin… Elle part.', ['Il hésite… puis accepte.', 'Enfin…', 'Elle part.']],
    [
      'Il dit : « Partez ! » et sort. « Non. » Elle reste.',
      ['Il dit : « Partez ! » et sort.', '« Non. »', 'Elle reste.'],
    ],
    ['1. Demander le formulaire. 2. Le signer.', ['1. Demander le formulaire.', '2. Le signer.']],
    ['- un\n- deux\n\nTrois', ['- un', '- deux', 'Trois']],
    ['Voir J. Dupont. Le plan B. Il est prêt.', ['Voir J. Dupont.', 'Le plan B.', 'Il est prêt.']],
    ['Le prix est de 12 €. 30 jours suffisent.', ['Le prix est de 12 €.', '30 jours suffisent.']],
    ['Yoga (lun. 18 h, jeu. Salle B). Inscrits : 9.', ['Yoga (lun. 18 h, jeu. Salle B).', 'Inscrits : 9.']],
    [
      'Ouvert mar. 9 h-12 h, ven. Matin. Fermé sam. Les autres jours, appeler.',
      ['Ouvert mar. 9 h-12 h, ven. Matin.', 'Fermé sam.', 'Les autres jours, appeler.'],
    ],
    ['Elle part à la mer. Jean reste au jeu. Fin.', ['Elle part à la mer.', 'Jean reste au jeu.', 'Fin.']],
    [
      'Chambre 2 pers. Vue sur cour. Repas pour 12 pers. Le prix suit.',
      ['Chambre 2 pers. Vue sur cour.', 'Repas pour 12 pers.', 'Le prix suit.'],
    ],
    [
      'Voir fasc. 12 et bât. 3. Durée : un an. 15 jours de plus. Voir le CET. 3 fois.',
      ['Voir fasc. 12 et bât. 3.', 'Durée : un an.', '15 jours de plus.', 'Voir le CET.', '3 fois.'],
    ],
    [
      'Rédigé par B. C. Lenoir, lu par J.-M. Roy et A.B. Petit. Fin.',
      ['Rédigé par B. C. Lenoir, lu par J.-M. Roy et A.B. Petit.', 'Fin.'],
    ],
    [
      'Il prend le T.E.R. Le train part. Joindre un C.V. Il est lu.',
      ['Il prend le T.E.R.', 'Le train part.', 'Joindre un C.V.', 'Il est lu.'],
    ],
    ['Piscine ........ Ana Roy . . . . . 31', ['Piscine ........ Ana Roy . . . . . 31']],
    ['Stade …… Léo ______ 32\nGymnase .... 33', ['Stade …… Léo ______ 32', 'Gymnase .... 33']],
    ['', []],
    [' \n ', []],
  ])('cuts %j', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('knows English abbreviations', () => {
    expect(texts('Mr. Smith agrees, e.g. Tuesday. See sec. 4. Done.', 'en')).toEqual([
      'Mr. Smith agrees, e.g. Tuesday.',
      'See sec. 4.',
      'Done.',
    ]);
  });

  it('reads a long run of marks once', () => {
    const text = `${'!'.repeat(100_000)}a`;
    expect(texts(text)).toEqual([text]);
  });

  it('loses nothing but white space: slices by offsets rebuild the text', () => {
    const piece = fc.constantFrom(
      'Bonjour',
      'art',
      'M',
      'L',
      '12',
      '1.5',
      'é',
      '.',
      '!',
      '?',
      '…',
      '...',
      ' ',
      '\n',
      '«',
      '»',
      '(',
      ')',
      '- ',
      '🙂',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          let at = 0;
          for (const sentence of sentencesOf(text, 'fr')) {
            expect(text.slice(at, sentence.start).trim()).toBe('');
            expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
            expect(sentence.text).toBe(sentence.text.trim());
            expect(sentence.text.length).toBeGreaterThan(0);
            at = sentence.end;
          }
          expect(text.slice(at).trim()).toBe('');
        },
      ),
    );
  });
});
