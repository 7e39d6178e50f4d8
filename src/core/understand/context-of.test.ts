import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { contextOf } from './context-of.ts';

const { contextDecay, contextQuestions, contextTerms, contextWeight } = tunables.understanding;

describe('contextOf', () => {
  it('keeps the telling words of the questions before, the latest first and heaviest', () => {
    expect(
      contextOf(['Quel est le tarif de la piscine municipale ?', 'Où refaire sa carte d’identité ?'], 'fr'),
    ).toEqual([
      { text: 'refaire carte identité', weight: contextWeight },
      { text: 'piscine municipale', weight: contextWeight * contextDecay },
    ]);
  });

  it('a question that leaned on the one before it makes that one no older', () => {
    const questions = [
      'Quel est le tarif de la piscine ?',
      'Où refaire sa carte d’identité ?',
      'Qui la signe ?',
    ];
    expect(contextOf([...questions, 'Et quand ?'], 'fr')).toEqual([
      { text: 'refaire carte identité', weight: contextWeight },
    ]);
    expect(contextOf(questions, 'fr')).toEqual([
      { text: 'refaire carte identité', weight: contextWeight },
      { text: 'piscine', weight: contextWeight * contextDecay },
    ]);
  });

  it('has what was asked for where it is wanted, and nothing that was not meant', () => {
    const context = contextOf(['Quel est le préavis de démission d’un titulaire ?'], 'fr', {
      weight: 1,
      withGeneric: true,
      without: 'un titulaire',
    });
    expect(context).toEqual([{ text: 'préavis démission', weight: 1 }]);
    const ceiling = { weight: 1, withGeneric: true, without: '' };
    expect(contextOf(['Quel est le plafond d’une nuit d’hôtel ?'], 'fr', ceiling)).toEqual([
      { text: 'plafond nuit hôtel', weight: 1 },
    ]);
  });

  it('what an earlier message corrected is left out of the later ones too', () => {
    const questions = [
      'Quel est le préavis d’un titulaire ?',
      'pas un titulaire, un contractuel',
      'Et à temps partiel ?',
    ];
    expect(contextOf(questions, 'fr')).toEqual([
      { text: 'partiel', weight: contextWeight },
      { text: 'contractuel', weight: contextWeight * contextDecay },
      { text: 'préavis', weight: contextWeight },
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
    expect(context).toEqual([{ text: 'délibération n° 2024-113 cite L. 1222-10', weight: contextWeight }]);
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
