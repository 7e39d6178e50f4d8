import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutCourtesy } from './without-courtesy.ts';

describe('withoutCourtesy', () => {
  test.each([
    ['Bonjour, pouvez-vous me dire combien de jours j’ai ? Merci d’avance !', 'combien de jours j’ai ?'],
    ['Bonjour à tous, qui signe ?', 'qui signe ?'],
    ['J’aimerais savoir si je peux télétravailler', 'si je peux télétravailler'],
    ['Est-ce que tu peux m’expliquer comment poser un RTT stp', 'comment poser un RTT'],
    ['Pourriez-vous m’indiquer, s’il vous plaît, le tarif ? Bien cordialement, Jeanne Œuvrard', 'le tarif ?'],
    [
      'Je cherche une information : quel est le délai ? Merci beaucoup pour votre aide.',
      'quel est le délai ?',
    ],
    ['Salut, dis-moi stp, quand a lieu le CST', 'quand a lieu le CST'],
    ['Où puis-je trouver le formulaire ?', 'le formulaire ?'],
    ['As-tu des infos sur le forfait mobilité ?', 'le forfait mobilité ?'],
    ['Que disent les documents sur les astreintes ?', 'les astreintes ?'],
    ['Hello, could you please tell me how to request leave? Thanks', 'how to request leave?'],
    ['I’d like to know the deadline', 'the deadline'],
    ['Si je perds mon badge il se passe quoi ?', 'Si je perds mon badge'],
    ['Que se passe-t-il si je perds mon badge ?', 'si je perds mon badge ?'],
    ['ça se passe comment en cas d’accident de trajet', 'en cas d’accident de trajet'],
    ['What happens if I lose my badge?', 'if I lose my badge?'],
  ])('%s', (question, words) => {
    expect(withoutCourtesy(question)).toBe(words);
  });

  test.each([
    'Combien de jours de congés ai-je ?',
    'Que se passe-t-il en salle Mimosa ?',
    'Pouvez-vous donner des jours de congé à un collègue ?',
    'Comment dire merci à un usager ?',
    'La formule « Bonjour » est-elle obligatoire ?',
    'Je souhaite télétravailler',
    'Achats : best value',
    'Objet : merci',
    'Question prioritaire de constitutionnalité : quel délai ?',
    'Thank you letter template',
    'Historique des délibérations',
    'Bonjour de Lille : tarif de la carte postale',
    'Que sais-tu faire ?',
    'Pouvez-vous me dire ?',
    'Bonjour',
    'Merci !',
    '',
  ])('leaves « %s » as it is', (question) => {
    expect(withoutCourtesy(question)).toBe(question);
  });

  test('takes nothing from within, and what is left has nothing more to take', () => {
    const pieces = fc.constantFrom(
      'Bonjour',
      ', ',
      'merci',
      '. ',
      ' ? ',
      'stp ',
      'dis-moi ',
      'le délai',
      'œuvre ',
      '\n',
      'É',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const question = parts.join('');
        const kept = withoutCourtesy(question);
        const spelt = (text: string) => text.replaceAll('œ', 'oe').replace(/\s+/gu, ' ');
        expect(spelt(question)).toContain(spelt(kept));
        expect(withoutCourtesy(kept)).toBe(kept);
      }),
    );
  });
});
