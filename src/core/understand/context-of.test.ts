import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { contextOf } from './context-of.ts';

const { contextDecay, contextQuestions, contextTerms, contextWeight } = tunables.understanding;

describe('contextOf', () => {
  it('keeps the telling words of the questions before, the latest first and heaviest', () => {
    expect(
      contextOf(
        ['Quel est le tarif de la piscine municipale ?', 'Et pour les enfants de la commune ?'],
        'fr',
      ),
    ).toEqual([
      { text: 'enfants commune', weight: contextWeight },
      { text: 'piscine municipale', weight: contextWeight * contextDecay },
    ]);
  });

  it('keeps references whole and says each word once', () => {
    const context = contextOf(
      [
        'Que prévoit l’article L. 1222-10 ?',
        'La délibération n° 2024-113 cite-t-elle l’article L. 1222-10 ?',
      ],
      'fr',
    );
    expect(context).toEqual([
      { text: 'délibération n° 2024-113 cite article L. 1222-10', weight: contextWeight },
    ]);
  });

  it('has nothing to add after small talk', () => {
    expect(contextOf(['Bonjour, merci !', 'Et donc ?'], 'fr')).toEqual([]);
  });

  it('looks back a few questions only, and takes a few terms of each', () => {
    const questions = ['piscine', 'cimetière', 'cantine', 'voirie'];
    expect(contextOf(questions, 'fr')).toHaveLength(contextQuestions);
    const long = Array.from({ length: 100 }, (_, n) => `mot${n}`).join(' ');
    expect(contextOf([long], 'fr')[0]?.text.split(' ')).toHaveLength(contextTerms);
  });
});
