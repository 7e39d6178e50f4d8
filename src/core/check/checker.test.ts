import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases, offered } from './agents-answers.ts';
import { createChecker } from './checker.ts';

const ask = (question = '') => createChecker({ passages: offered, question, language: 'fr' });

describe('what agents are told', () => {
  test.each(cases)('$support: $say', ({ say, cites, support, citations = cites, finding, question }) => {
    const verdict = ask(question).check({ text: say, citations: cites });
    expect(verdict).toMatchObject({ support, citations });
    expect(verdict.findings.map(({ kind }) => kind)).toEqual(
      finding === undefined ? [] : expect.arrayContaining([finding]),
    );
  });
});
