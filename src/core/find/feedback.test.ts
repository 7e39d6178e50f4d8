import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { encodeCard, encodeChunk, encodeQuery, termIdOf } from './encode.ts';
import { withFeedback } from './feedback.ts';
import { wordsBeside } from './sparse-vector.ts';

const passage = (text: string, { title = '', headings = [] as readonly string[], fit = 1 } = {}) => ({
  words: wordsBeside(encodeCard(title, 'fr'), encodeChunk({ title, headings, text, language: 'fr' })),
  fit,
});
const weightIn = ({ ids, weights }: ReturnType<typeof encodeQuery>, stem: string) =>
  weights[ids.indexOf(termIdOf(stem))] ?? 0;
const query = encodeQuery('quitter son emploi', ['fr']);

describe('withFeedback', () => {
  it('adds what fitting passages have in common, more of what fits better', () => {
    const learned = withFeedback(query, [
      passage('Le préavis de démission est de deux mois.'),
      passage('Le préavis est réduit en période d’essai.', { fit: 0.5 }),
    ]);
    expect(weightIn(learned, 'preav')).toBeCloseTo(tunables.find.feedback.weight);
    expect(weightIn(learned, 'demiss')).toBeGreaterThan(weightIn(learned, 'essai'));
    expect(weightIn(learned, 'emploi')).toBe(weightIn(query, 'emploi'));
  });

  it('learns from headings, and no more terms than it may', () => {
    const many = Array.from({ length: 500 }, (_, at) => `mot${at}x`).join(' ');
    const learned = withFeedback(query, [passage(many, { headings: ['Démission'] })]);
    expect(weightIn(learned, 'demiss')).toBeGreaterThan(0);
    expect(learned.ids.length).toBeLessThanOrEqual(query.ids.length + tunables.find.feedback.terms);
    expect([...learned.ids]).toEqual([...learned.ids].sort((a, b) => a - b));
  });

  it('learns nothing from the names of other documents', () => {
    const learned = withFeedback(query, [
      passage('Le préavis de la coiffure.', { title: 'Convention de la coiffure' }),
    ]);
    expect(weightIn(learned, 'preav')).toBeGreaterThan(0);
    expect(weightIn(learned, 'convent')).toBe(0);
    expect(weightIn(learned, 'coiffur')).toBe(0);
  });

  it('is the question itself without passages', () => {
    expect(withFeedback(query, [])).toEqual(query);
  });
});
