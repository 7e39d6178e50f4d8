import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readFollowUps, readSecondMessages } from '../../../eval/understanding/read-follow-ups.ts';
import { partAsides } from './part-asides.ts';
import { dependenceOf } from './stands-alone.ts';

const pairs = readFollowUps();

describe('dependenceOf', () => {
  it.each([
    'fr',
    'en',
  ] as const)('tells nearly all follow-ups from questions by themselves, %s', (language) => {
    const ours = pairs.filter((pair) => pair.language === language);
    const missed = ours.filter(({ followUp }) => dependenceOf(followUp, language) === null);
    const alone = ours.flatMap(({ standAlone, history }) => [standAlone, ...history]);
    const wrong = alone.filter((question) => dependenceOf(question, language) !== null);
    expect(ours.length).toBeGreaterThanOrEqual(language === 'fr' ? 60 : 12);
    expect(missed.length / ours.length).toBeLessThan(0.05);
    expect(wrong.length / alone.length).toBeLessThan(0.02);
  });

  it('tells most second messages, as people type them, from new questions', () => {
    const flagged = (leans: boolean) => {
      const ones = readSecondMessages().filter((one) => one.leans === leans);
      const found = ones.filter(({ message }) => dependenceOf(partAsides(message).question, 'fr') !== null);
      return found.length / ones.length;
    };
    expect(flagged(true)).toBeGreaterThan(0.9);
    expect(flagged(false)).toBeLessThan(0.06);
  });

  test.each([
    ['continues', 'Et pour les agents à temps partiel ?', 'fr'],
    ['names-nothing', 'Combien ça coûte ?', 'fr'],
    ['refers', 'Qui le met à jour ?', 'fr'],
    ['refers', 'Quand la verse-t-on et qui signe cette convention ?', 'fr'],
    ['compares', 'Et si je prends l’autre ?', 'fr', 'continues'],
    ['corrects', 'Je voulais dire les agents contractuels', 'fr'],
    ['fragment', 'Quel préavis ?', 'fr'],
    ['continues', 'What about the second one?', 'en'],
    ['names-nothing', 'How do I do it', 'en'],
    ['refers', 'Was he a communist?', 'en'],
    ['corrects', 'Oops, I meant personal data', 'en'],
    ['corrects', 'Pas un titulaire, un contractuel', 'fr'],
    ['narrows', 'avec un quotient familial de 820', 'fr'],
    ['fragment', 'combien pour un groupe 1 ?', 'fr'],
    ['states', 'J’ai pris six jours en novembre', 'fr'],
    ['definite', 'La caution est de combien ?', 'fr'],
    ['refers', 'Est-ce qu’ils sont consultables ?', 'fr'],
    ['refers', 'On la touche aussi en arrêt maladie ?', 'fr'],
  ] as const)('%s: %s', (expected, question, language, instead?: string) => {
    expect(dependenceOf(question, language)).toBe(instead ?? expected);
  });

  test.each([
    ['Est-il possible de télétravailler le vendredi ?', 'fr'],
    ['Quels documents faut-il pour cette année au conseil municipal ?', 'fr'],
    ['Les agents à temps partiel ont-ils droit aux tickets restaurant ?', 'fr'],
    ['Y a-t-il une cantine à l’école Jean-Moulin ?', 'fr'],
    ['Qu’est-ce que le RGPD ?', 'fr'],
    ['délibération 2024-113', 'fr'],
    ['C’est combien la prime de fin d’année ?', 'fr'],
    ['Le plafond du CET est de combien ?', 'fr'],
    ['et le marché de Noël, c’est où ?', 'fr'],
    ['Si on habite à l’étranger, comment s’inscrire sur une liste électorale ?', 'fr'],
    ['Pas de réseau sur mon téléphone, qui s’en occupe à la direction informatique ?', 'fr'],
    ['How much does it cost to book the meeting room?', 'en'],
    ['Is it possible to work remotely on Fridays?', 'en'],
  ] as const)('stands alone: %s', (question, language) => {
    expect(dependenceOf(question, language)).toBeNull();
  });

  it('takes any text, and sees no difference in case, accents and spaces', () => {
    const some = fc.oneof(
      fc.string(),
      fc.constantFrom(...pairs.flatMap((one) => [one.followUp, one.standAlone])),
    );
    fc.assert(
      fc.property(some, fc.constantFrom('fr' as const, 'en' as const), (question, language) => {
        const plain = question.normalize('NFD').replaceAll(' ', '\u00a0');
        expect(dependenceOf(plain, language)).toBe(dependenceOf(question, language));
      }),
    );
  });
});
