import { describe, expect, it } from 'vitest';
import { referenceQuestions, spellings } from './reference-questions.ts';

const article = (code: string, num: string, text = 'texte') => ({
  id: `${code}-${num}`,
  cid: '',
  num,
  title: `Article ${num}`,
  sectionPath: [],
  text,
  html: '',
});
const codes = ['Code du travail', 'Code rural'].map((title, at) => ({
  id: title,
  title,
  articles: [
    ...Array.from({ length: 40 }, (_, number) => article(title, `L100-${number + 1}`)),
    ...Array.from({ length: 40 }, (_, number) => article(title, `R${at + 2}00-${number + 1}`)),
    article(title, 'D1-1', `Pris par le décret n° 2020-10${at}.`),
  ],
}));

describe('questions by exact reference', () => {
  const questions = referenceQuestions(codes, { count: 200, seed: 4 });

  it('are the same for the same seed, and as many as asked, all different', () => {
    expect(referenceQuestions(codes, { count: 200, seed: 4 })).toEqual(questions);
    expect(referenceQuestions(codes, { count: 200, seed: 5 })).not.toEqual(questions);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(200);
  });

  it('name the code where the number stands in several', () => {
    const shared = questions.filter(({ kind }) => kind === 'number-in-several-codes');
    expect(shared.length).toBeGreaterThan(50);
    for (const { question, code, articleId } of shared) {
      expect(question).toContain(code.slice(1));
      expect(articleId).toMatch(new RegExp(`^${code}-`));
    }
  });

  it('ask for a decree that one article alone cites', () => {
    const decrees = questions.filter(({ kind }) => kind === 'decree');
    expect(decrees.length).toBeGreaterThan(0);
    for (const { question, articleId } of decrees)
      expect(articleId).toBe(question.includes('2020-100') ? 'Code du travail-D1-1' : 'Code rural-D1-1');
  });

  it('spell a number as people do', () => {
    expect(spellings('L1222-10')).toEqual(['L1222-10', 'L. 1222-10', 'L.1222-10']);
    expect(spellings('R*123-4')).toContain('R*. 123-4');
  });
});
