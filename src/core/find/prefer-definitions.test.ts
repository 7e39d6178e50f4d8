import { describe, expect, it } from 'vitest';
import { aPassage } from '../answer/a-passage.ts';
import { parseDefinitionIntent } from './definition-intent.ts';
import { preferDefinitions } from './prefer-definitions.ts';

const passages = [
  aPassage({ id: 'asks', score: 1, text: 'La demande de télétravail est adressée au chef de service.' }),
  aPassage({ id: 'far', score: 0.2, text: 'Le télétravail est une activité exercée hors des locaux.' }),
  aPassage({ id: 'says', score: 0.7, text: 'Le télétravail désigne le travail hors des locaux.' }),
];
const order = (question: string) =>
  preferDefinitions(passages, parseDefinitionIntent(question)).map(({ id }) => id);

describe('preferDefinitions', () => {
  it('puts what says what it is first, unless far better passages speak of it', () => {
    expect(order('Qu’est-ce que le télétravail ?')).toEqual(['says', 'asks', 'far']);
  });

  it('changes nothing for other questions', () => {
    expect(preferDefinitions(passages, parseDefinitionIntent('Qui autorise le télétravail ?'))).toBe(
      passages,
    );
  });

  it('takes nothing', () => {
    expect(preferDefinitions([], parseDefinitionIntent('Qu’est-ce que le télétravail ?'))).toEqual([]);
  });
});
