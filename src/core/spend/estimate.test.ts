import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { aPassage } from '../../../test/support/a-passage.ts';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import { pickSources } from '../answer/pick-sources.ts';
import { renderAnswerPrompt } from '../answer/render-answer-prompt.ts';
import { renderOpinionPrompt } from '../check/second-opinion.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { sum } from '../sum.ts';
import { renderRewritePrompt } from '../understand/render-rewrite-prompt.ts';
import { estimateAnswer } from './estimate.ts';

const prompts = await createPromptFiles(join(import.meta.dirname, '../../../prompts'));
const random = (size: number) => new Uint8Array(size).fill(7);

const words = fc.constantFrom(
  'congé',
  'délibération',
  'L. 1222-10',
  'agent',
  '1 337,50 €',
  'the',
  'conseil,',
);
const text = (most: number) => fc.array(words, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
const passage = fc
  .record({
    body: text(90),
    around: text(400),
    title: text(12),
    headings: fc.array(text(8), { maxLength: 3 }),
  })
  .map(({ body, around, title, headings }) => {
    const section = `${body}\n${around}`;
    return aPassage({
      text: body,
      headings,
      document: { title },
      section: { text: section, tokens: countTokens(section) },
    });
  });

it('R95: no prompt is longer than was estimated before anything was looked for', () => {
  const asked = fc.record({
    question: text(200),
    language: fc.constantFrom('fr' as const, 'en' as const),
    history: fc.array(fc.record({ question: text(100), answer: text(300) }), { maxLength: 3 }),
    passages: fc.array(passage, { maxLength: 12 }),
    reading: fc.constantFrom(tunables.answering, tunables.budgets.fewer),
    secondOpinion: fc.boolean(),
  });
  fc.assert(
    fc.property(asked, ({ passages, reading, ...request }) => {
      const { promptTokens, completionTokens } = estimateAnswer({ prompts }, { ...request, reading });
      const sources = pickSources(passages, reading);
      const { most } = tunables.checking.secondOpinion;
      const doubt = { sentence: 'Le tarif est de 3,20 €.', passages: sources.map(({ excerpt }) => excerpt) };
      const rendered = [
        renderAnswerPrompt({ prompts, random }, { ...request, sources }),
        ...(request.history.length > 0 ? [renderRewritePrompt({ prompts, random }, request)] : []),
        ...Array.from({ length: request.secondOpinion ? most : 0 }, () =>
          renderOpinionPrompt({ prompts, random }, { ...doubt, language: request.language }),
        ),
      ];
      const turns = rendered.flatMap((prompt) => prompt.turns.map(({ content }) => countTokens(content)));
      // Without the margin for other vocabularies.
      expect(sum(turns)).toBeLessThanOrEqual(promptTokens / tunables.budgets.tokenMargin);
      expect(completionTokens).toBe(sum(rendered.map(({ sampling }) => sampling.maxTokens)));
    }),
    { numRuns: 150 },
  );
});

it('fewer passages are estimated cheaper', () => {
  const request = { question: 'Quel tarif ?', language: 'fr', history: [] } as const;
  const usual = estimateAnswer({ prompts }, { ...request, reading: tunables.answering });
  const fewer = estimateAnswer({ prompts }, { ...request, reading: tunables.budgets.fewer });
  expect(fewer.promptTokens).toBeLessThan(usual.promptTokens * 0.7);
});
