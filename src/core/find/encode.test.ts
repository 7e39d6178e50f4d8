import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { encodeCard, encodeChunk, encodeQuery, termIdOf } from './encode.ts';
import type { SparseVector } from './sparse-vector.ts';

const weight = ({ ids, weights }: SparseVector, stem: string) => weights[ids.indexOf(termIdOf(stem))] ?? 0;
const body = (text: string) => encodeChunk({ title: '', headings: [], text, language: 'fr' });

describe('encodeChunk', () => {
  it('gives ascending ids without repetition and positive weights below saturation', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.lorem({ maxCount: 60 }), (title, headings, text) => {
        const { ids, weights } = encodeChunk({ title, headings, text, language: 'fr' });
        expect(weights).toHaveLength(ids.length);
        expect([...ids]).toEqual([...new Set(ids)].sort((a, b) => a - b));
        for (const value of weights) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThan(tunables.bm25.k1 + 1);
        }
      }),
    );
  });

  it('weighs a word of the title more than one of the text, and a repeated word more than a single one', () => {
    const filler = Array.from({ length: 100 }, (_, at) => `mot${at}`).join(' ');
    const text = `salaire salaire mutation ${filler}`;
    const words = encodeChunk({ title: 'congé', headings: ['prime'], text, language: 'fr' });
    expect(weight(words, 'cong')).toBeGreaterThan(weight(words, 'mutat'));
    expect(weight(words, 'salair')).toBeGreaterThan(weight(words, 'mutat'));
    expect(weight(words, 'prim')).toBeGreaterThan(0);
  });

  it('weighs a word less in a longer text, and no more in one below the shortest length', () => {
    const filler = (count: number) => Array.from({ length: count }, (_, at) => `mot${at}`).join(' ');
    expect(weight(body(`congé ${filler(200)}`), 'cong')).toBeLessThan(
      weight(body(`congé ${filler(50)}`), 'cong'),
    );
    expect(weight(body(`congé ${filler(3)}`), 'cong')).toBe(weight(body('congé'), 'cong'));
  });

  it('gives nothing for a text of stop words', () => {
    expect(body('le la les').ids).toHaveLength(0);
  });
});

describe('encodeQuery', () => {
  it('finds what encodeChunk wrote, by stem and, better, by the word as written', () => {
    const chunk = body('Les demandes de congés');
    const score = (question: string) => {
      const query = encodeQuery(question, ['fr']);
      return query.ids.reduce((sum, id, at) => {
        const place = chunk.ids.indexOf(id);
        return place === -1 ? sum : sum + (query.weights[at] ?? 0) * (chunk.weights[place] ?? 0);
      }, 0);
    };
    expect(score('congé')).toBeGreaterThan(0);
    expect(score('congés')).toBeGreaterThan(score('congé'));
    expect(score('salaire')).toBe(0);
  });

  it('does not double what two languages share', () => {
    const both = encodeQuery('RGPD 2024-113 RGPD', ['fr', 'en']);
    expect(both).toEqual(encodeQuery('RGPD 2024-113', ['fr']));
    expect(weight(both, 'rgpd')).toBe(1);
  });

  it('does not look for the function words of the question in another language', () => {
    const words = encodeQuery('quels sont les délais', ['fr', 'en']);
    for (const word of ['quel', 'quels', 'sont', 'le', 'les']) expect(weight(words, word)).toBe(0);
    expect(weight(words, 'delai')).toBeGreaterThan(0);
  });

  it('takes a question for French when no language is known', () => {
    expect(encodeQuery('les congés', [])).toEqual(encodeQuery('les congés', ['fr']));
  });
});

describe('encodeCard', () => {
  it('names a document by the words of its title, each once, without numbers and months', () => {
    const card = encodeCard('Convention du sport et du sport, 7 juillet 2005, n° 2005-12', 'fr');
    expect([...card.ids]).toEqual([...encodeCard('convention sport', 'fr').ids]);
    expect(weight(card, 'sport')).toBe(1);
    expect(encodeCard('2005-07-07', 'fr').ids).toHaveLength(0);
  });

  it('shares its words with a question that says them', () => {
    const card = encodeCard('Règlement intérieur', 'fr');
    const asked = encodeQuery('Que dit le règlement intérieur ?', ['fr']);
    expect([...card.ids].every((id) => asked.ids.includes(id))).toBe(true);
  });
});

describe('questions in another language than the documents', () => {
  const shared = (question: string, text: string, languages: readonly ('fr' | 'en')[]) => {
    const { ids } = encodeChunk({ title: '', headings: [], text, language: languages[0] ?? 'fr' });
    return encodeQuery(question, languages).ids.filter((id) => ids.includes(id)).length;
  };

  it('finds a word by its first letters, both ways', () => {
    expect(shared('Comment protéger la sécurité des données ?', 'Security of personal data', ['en'])).toBe(1);
    expect(shared('How do I ensure the security of my data?', 'La sécurité du système', ['fr'])).toBe(1);
  });

  it('finds words as they are within one language', () => {
    expect(shared('Les dispositions de la communauté', 'Le communiqué du maire', ['fr'])).toBe(0);
  });
});
