import { expect, test } from 'vitest';
import { unfinishedAnswer } from './unfinished-answer.ts';

test('keeps the sentences that were checked, and the beginning of one that was not', () => {
  const checked = { text: 'Oui.', citations: [2], support: 'supported', start: 0, end: 8 } as const;
  const answer = unfinishedAnswer(
    [
      { type: 'text-delta', text: 'Oui [1]. La' },
      { type: 'verdict', sentence: { ...checked, support: 'partial' } },
      { type: 'text-delta', text: ' cantine [3]' },
      { type: 'verdict', sentence: checked },
    ],
    'fr',
  );
  expect(answer).toMatchObject({
    outcome: 'answered',
    reason: 'interrupted',
    text: 'Oui [2]. La cantine [3]',
  });
  expect(answer.sentences).toEqual([
    checked,
    { text: 'La cantine', citations: [3], support: 'not-checked', start: 9, end: 23 },
  ]);
});

test('nothing said is no sentence', () => {
  expect(unfinishedAnswer([], 'fr')).toMatchObject({ text: '', sentences: [] });
});
