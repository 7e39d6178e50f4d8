import { describe, expect, it } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { definitionOf } from './definition.ts';
import { preferDefinitions } from './prefer-definitions.ts';

const passages = [
  aPassage({ id: 'asks', score: 1, text: 'La demande de télétravail est adressée au chef de service.' }),
  aPassage({ id: 'far', score: 0.2, text: 'Le télétravail est une activité exercée hors des locaux.' }),
  aPassage({ id: 'says', score: 0.7, text: 'Le télétravail désigne le travail hors des locaux.' }),
];
const definition = definitionOf('télétravail');

describe('preferDefinitions', () => {
  it('puts what says what it is first, unless far better passages speak of it', () => {
    expect(preferDefinitions(passages, definition).map(({ id }) => id)).toEqual(['says', 'asks', 'far']);
  });

  it('changes nothing when none is asked for', () => {
    expect(preferDefinitions(passages, null)).toBe(passages);
  });

  it('takes nothing', () => {
    expect(preferDefinitions([], definition)).toEqual([]);
  });
});
