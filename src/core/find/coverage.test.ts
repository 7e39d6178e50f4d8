import { describe, expect, it } from 'vitest';
import type { Passage } from '../answer/passage.ts';
import { stemsOfPassage, weighWords } from './coverage.ts';
import { termIdOf } from './encode.ts';
import { type QuestionWord, questionWords } from './question-words.ts';

const passage = (text: string, title = 'T', headings: string[] = []): Passage => ({
  id: 'p',
  sensitivity: 'interne',
  headings,
  place: null,
  aside: null,
  recognised: null,
  start: 0,
  end: text.length,
  text,
  document: {
    id: 'd',
    title,
    path: 'd',
    space: 's',
    version: 1,
    language: 'fr',
    modifiedAt: new Date(0),
    url: null,
  },
});
const statistics = (frequencies: Record<string, number>) => ({
  readableChunks: 100,
  documentFrequency: new Map(Object.entries(frequencies).map(([stem, count]) => [termIdOf(stem), count])),
});

/** Share of the words that stands in a passage. */
function coverageOf(words: readonly QuestionWord[], given: ReturnType<typeof statistics>) {
  const { shareIn } = weighWords(words, given);
  return (one: Passage) => shareIn(stemsOfPassage(one));
}

describe('the share of a question that stands in a passage', () => {
  const words = questionWords('Quels sont les congés de paternité ?', ['fr']);
  const cover = coverageOf(words, statistics({ cong: 50, patern: 1 }));

  it('weighs the words found by their rarity', () => {
    expect(cover(passage('Le congé de paternité'))).toBe(1);
    expect(cover(passage('La mairie'))).toBe(0);
    const common = cover(passage('les congés'));
    const rare = cover(passage('la paternité'));
    expect(common).toBeGreaterThan(0);
    expect(rare).toBeGreaterThan(common);
    expect(rare + common).toBeCloseTo(1);
  });

  it('looks into title and headings', () => {
    expect(cover(passage('Onze jours.', 'Congés', ['Paternité']))).toBe(1);
  });

  it('counts a word of the context by its weight', () => {
    const leaning = questionWords('la paternité', ['fr'], { context: [{ text: 'congés', weight: 0.5 }] });
    const half = coverageOf(leaning, statistics({ cong: 10, patern: 10 }));
    expect(half(passage('la paternité'))).toBeCloseTo(2 / 3);
    expect(half(passage('les congés de paternité'))).toBe(1);
  });

  it('is nothing when the question has no word', () => {
    expect(coverageOf(questionWords('et qui ?', ['fr']), statistics({}))(passage('texte'))).toBe(0);
  });

  it('counts a word that nothing readable holds as missing', () => {
    const unknown = coverageOf(questionWords('congés zyxwv', ['fr']), statistics({ cong: 10 }));
    expect(unknown(passage('les congés'))).toBeLessThan(0.5);
  });

  it('counts a word once, by whichever of its stems stands there', () => {
    const both = questionWords('les congés de paternité', ['fr', 'en']);
    expect(coverageOf(both, statistics({ cong: 50, patern: 1 }))(passage('Le congé de paternité'))).toBe(1);
  });
});
