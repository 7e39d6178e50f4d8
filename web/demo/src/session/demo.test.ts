import { expect, it } from 'vitest';
import { questionsFor } from './demo.ts';

it('gives a person the questions written for them, and none of others', () => {
  const questions = [
    { text: 'Le pont ?', as: 'malik' },
    { text: 'Les formations ?', as: 'nora' },
  ];
  expect(questionsFor({ id: 'nora' }, questions)).toEqual(['Les formations ?']);
  expect(questionsFor({ id: 'theo' }, questions)).toEqual([]);
});
