import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { aPassage } from '../../../test/support/a-passage.ts';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { estimateTask, partsFor } from './estimate-task.ts';
import { materialOfNotes, materialOfPassages } from './material.ts';
import { cutDocuments, planParts } from './plan-parts.ts';
import { renderTaskPrompt } from './render-task-prompt.ts';
import { tasks } from './task.ts';

const prompts = createPromptFiles(join(import.meta.dirname, '../../../prompts'));
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

test('no task takes more than was estimated, whatever its documents and instruction', () => {
  const body = 'Le conseil décide, par délibération n° 2026-114, une dépense de 1 337,50 €. ';
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 14 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(
      sizes,
      fc.constantFrom(...tasks),
      fc.constantFrom('fr' as const, 'en' as const),
      fc.string({ maxLength: 2_000 }),
      (documents, task, language, instruction) => {
        const read = documents.map(([count, length], at) => {
          const text = body.repeat(length);
          const passages = Array.from({ length: count }, (_, index) => ({
            ...aPassage({ id: `${at}-${index}`, text, headings: ['Titre'], document: { id: `${at}` } }),
            tokens: countTokens(text),
          }));
          return { passages, of: count };
        });
        const plan = planParts(cutDocuments(read), tunables.tasks.parts);
        const request = { task, language, instruction, plan };
        const estimate = estimateTask({ prompts }, request);
        const prompt = (step: 'notes' | 'result', blocks: readonly string[]) => {
          const { turns, sampling } = renderTaskPrompt({ prompts, random }, { ...request, step, blocks });
          return {
            tokens: countTokens(turns.map(({ content }) => content).join('\n')),
            most: sampling.maxTokens,
          };
        };
        const notes = plan.parts.map((part) => ({ part, passages: part.passages, text: body.repeat(60) }));
        const calls = plan.isShort
          ? [
              prompt(
                'result',
                materialOfPassages(
                  plan.parts.flatMap((part) => part.passages),
                  language,
                ).blocks,
              ),
            ]
          : [
              ...plan.parts.map(({ passages }) =>
                prompt('notes', materialOfPassages(passages, language).blocks),
              ),
              prompt('result', materialOfNotes(notes, language).blocks),
            ];
        const { attempts } = tunables.tasks;
        const taken = calls.reduce((sum, { tokens }) => sum + attempts * tokens, 0);
        expect(estimate.promptTokens).toBeGreaterThanOrEqual(taken);
        // An upper bound, but not any.
        expect(estimate.promptTokens).toBeLessThan(3 * taken + 20_000);
        expect(estimate.completionTokens).toBe(calls.reduce((sum, { most }) => sum + attempts * most, 0));
      },
    ),
    { numRuns: 40 },
  );
});

test('a budget that wants fewer means has fewer parts read', () => {
  expect(partsFor(tunables.answering)).toBe(tunables.tasks.parts);
  expect(partsFor(tunables.budgets.fewer)).toBeLessThan(tunables.tasks.parts / 2);
});
