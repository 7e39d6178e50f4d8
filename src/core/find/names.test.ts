import { describe, expect, it } from 'vitest';
import { namesAsked, namesOf } from './names.ts';

const passage = { title: 'Règlement intérieur', headings: [] as string[], text: '', language: 'fr' as const };
/** What of the question names the passage. */
const shared = (question: string, about: Partial<typeof passage>) => {
  const names = namesOf({ ...passage, ...about });
  return [...namesAsked(question, 'fr').keys()].filter((term) => names.has(term));
};

describe('names by references', () => {
  it.each([
    ['que dit l’article 12 du règlement intérieur ?', { headings: ['Article 12 – Congés'] }],
    ['que dit l’article 12 du règlement intérieur ?', { headings: ['12. Congés'] }],
    ['que dit l’article 12 du règlement intérieur ?', { text: 'Avant.\nArticle 12 : congés\nLes congés…' }],
    ['article 3.2 du CCAP', { title: 'CCAP', headings: ['3. Prix', '3.2 Pénalités'] }],
    ['article 1er du règlement', { headings: ['ARTICLE 1'] }],
    ['délibération n° 2026-114', { title: 'Délibération 2026/114 tarifs' }],
    ['marché 2025-T-07', { title: 'Marché 2025-T-07 voirie' }],
    ['arrêté du 3 mars 2026', { title: 'Arrêté 03/03/2026' }],
    ['1222-10 du code du travail', { title: 'Code du travail, article L1222-10' }],
    ['L. 1222-10 CT', { title: 'Code du travail, article L1222-10' }],
    ['article L2121-10 du code général des collectivités territoriales', { title: 'CGCT, art. L. 2121-10' }],
    ['L. 311-1 à L. 311-5 du code du travail', { title: 'Code du travail, article L311-4' }],
  ])('%j names a passage with %j', (question, about) => {
    // The reference alone, and with a word beside it.
    expect(shared(question, about).length).toBeGreaterThan(1);
  });

  it.each([
    ['a citation', 'article L. 12-3 du code', { text: 'Selon l’article L. 12-3 du code, il faut…' }],
    ['a citation that begins a line', 'article 6 du RGPD', { text: 'Article 6 du RGPD et règlement' }],
    ['another number', 'article 12', { headings: ['Article 1', '2. Congés'] }],
    ['an amount', '12 000 € de prime', { headings: ['12 000 € de prime'] }],
    ['a year', 'règlement 2026', { title: 'Règlement intérieur 2026' }],
    ['a number that no reference says', '12 jours de congés', { headings: ['12. Congés'] }],
  ])('%s names nothing', (_, question, about) => {
    expect(shared(question, about)).toEqual([]);
  });

  it('tells equal numbers apart by the words beside them', () => {
    const question = 'article L. 243-4 du code rural';
    const rural = shared(question, { title: 'Code rural, article L243-4' });
    const social = shared(question, { title: 'Code de la sécurité sociale, article L243-4' });
    expect(rural).toEqual(expect.arrayContaining([...social, '#l243-4 rural']));
  });
});
