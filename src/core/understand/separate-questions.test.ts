import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { separateQuestions } from './separate-questions.ts';

const inFrench = (message: string) => separateQuestions(message, 'fr');

describe('separateQuestions', () => {
  it('parts questions that stand behind each other', () => {
    expect(inFrench('Combien coûte la cantine ? Qui signe les marchés ?')).toEqual([
      'Combien coûte la cantine ?',
      'Qui signe les marchés ?',
    ]);
    expect(separateQuestions('Who signs the grant? When is the pool open?', 'en')).toHaveLength(2);
  });

  it('parts questions that « et » joins, where each says what it asks', () => {
    expect(inFrench('Quand ouvre la piscine et combien coûte l’entrée ?')).toEqual([
      'Quand ouvre la piscine ?',
      'combien coûte l’entrée ?',
    ]);
    expect(inFrench('Qui est le directeur et qui signe les marchés ?')).toHaveLength(2);
    expect(inFrench('Combien de jours de télétravail et peut-on les cumuler ?')).toHaveLength(2);
    expect(separateQuestions('Who signs the grant and when does the pool open?', 'en')).toHaveLength(2);
  });

  it('leaves a question together that asks one thing', () => {
    for (const one of [
      'Où et combien de temps à l’avance dépose-t-on sa demande ?',
      'Vais-je devoir payer mon badge et combien ?',
      'Quels sont les tarifs et les horaires de la piscine ?',
      'Quelle est la différence entre un congé parental et un congé de présence parentale ?',
      'La salle où l’on mange et où l’on dort, qui la nettoie ?',
      'On peut déroger au plafond ? Si oui, comment ?',
      'Je suis nouveau. Combien de jours ai-je ?',
    ])
      expect(inFrench(one)).toEqual([one]);
  });

  it('keeps what is told with the question behind it, and courtesies with none', () => {
    expect(
      inFrench(
        'Je suis agent à la voirie. Quel est le montant de la prime ? Qui la verse, le comptable ? Merci !',
      ),
    ).toEqual([
      'Je suis agent à la voirie. Quel est le montant de la prime ?',
      'Qui la verse, le comptable ?',
    ]);
  });

  it('parts what is numbered', () => {
    expect(inFrench('Bonjour, 1) quand ouvre la piscine 2) qui signe les marchés')).toEqual([
      'quand ouvre la piscine',
      'qui signe les marchés',
    ]);
    expect(inFrench('L’article 2) de la charte dit quoi ?')).toHaveLength(1);
  });

  it('asks three at once; what comes behind belongs to the last', () => {
    const words = ['cantine', 'piscine', 'voirie', 'crèche', 'mairie'];
    const parts = inFrench(words.map((word) => `Quand ouvre la ${word} ?`).join(' '));
    expect(parts).toHaveLength(3);
    expect(parts[2]).toBe('Quand ouvre la voirie ? Quand ouvre la crèche ? Quand ouvre la mairie ?');
  });

  it('loses no word of any message', () => {
    const piece = fc.constantFrom(
      'combien',
      'et',
      'cantine',
      '?',
      '.',
      'qui',
      'la prime',
      ',',
      'où',
      'comment',
      '!',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const words = (text: string) => text.match(/\p{L}+/gu)?.filter((word) => word !== 'et') ?? [];
        const message = pieces.join(' ');
        expect(words(inFrench(message).join(' '))).toEqual(words(message));
      }),
    );
  });
});
