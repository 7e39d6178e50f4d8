import { expect, it } from 'vitest';
import { parseTimeIntent } from '../../src/core/find/time-intent.ts';
import { familyCorpus } from './family-corpus.ts';
import { measureFamilies } from './measure-families.ts';
import { timedCases } from './questions.ts';

it('finds the document of the right time in families, where words alone do not', async () => {
  const { hit1AsAsked, hit1, wrong } = await measureFamilies();
  expect(timedCases.length).toBeGreaterThanOrEqual(40);
  expect(hit1AsAsked).toBeLessThan(0.7);
  expect(wrong).toEqual([]);
  expect(hit1).toBe(1);
});

it('asks for documents that there are, each question for a time', () => {
  const ids = new Set(familyCorpus().map(({ id }) => id));
  for (const [question, family, version] of timedCases) {
    expect(ids).toContain(`${family}/${version}`);
    if (!/13 mars 2025/.test(question))
      expect([question, parseTimeIntent(question, new Date('2026-01-01')).intent]).not.toEqual([
        question,
        null,
      ]);
  }
});
