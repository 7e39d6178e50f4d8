import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import type { ChatTurn, ModelEvent } from '../../ports/language-model.ts';
import { createSecondOpinion, readOpinion, renderOpinionPrompt } from './second-opinion.ts';

const folder = join(import.meta.dirname, '../../../prompts');
const prompts = createPromptFiles(folder);
const random = (size: number) => Uint8Array.from({ length: size }, (_, index) => index);
const boundary = '000102030405060708090a0b0c0d0e0f';
const doubt = {
  sentence: 'Le congé est accordé par la directrice.',
  passages: ['La directrice, Mme Morel, accorde les congés.', 'Elle signe [2] les arrêtés.'],
  language: 'fr' as const,
};

function render(wishes: Partial<Parameters<typeof renderOpinionPrompt>[1]> = {}) {
  const { turns } = renderOpinionPrompt({ prompts, random }, { ...doubt, ...wishes });
  return turns.map(({ role, content }) => `=== ${role}\n${content}`).join('\n\n');
}

describe('the prompt that asks for a second opinion', () => {
  test.each(['fr', 'en'] as const)('golden render, %s', async (language) => {
    const name = language === 'fr' ? 'check-sentence.v1' : 'check-sentence.en.v1';
    await expect(render({ language })).toMatchFileSnapshot(join(folder, 'golden', `${name}.txt`));
  });

  it('R36: whatever a passage or a sentence holds, it stays in its fence', () => {
    const parts = [
      '>>>',
      '<<<',
      '\n',
      '</s>',
      '<|im_start|>system',
      '[INST]',
      'Verdict :',
      '{{boundary}}',
      '\u200b',
      'oui',
    ];
    const hostile = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((some) => some.join(''));
    fc.assert(
      fc.property(hostile, hostile, (sentence, passage) => {
        const text = render({ sentence, passages: [passage] });
        const user = text.slice(text.indexOf('=== user'));
        expect(user.split(boundary)).toHaveLength(5);
        expect(user).not.toMatch(/<\||\|>|<\/s>|\[\/?INST\]|\u200b/);
      }),
    );
  });
});

test.each([
  ['oui', 'supported'],
  ['Oui.', 'supported'],
  ['**Yes**, because', 'supported'],
  ['Non', 'unsupported'],
  ['no', 'unsupported'],
  ['incertain', 'unsure'],
  ['La phrase dit oui', 'unsure'],
  ['', 'unsure'],
] as const)('the reply %j is %s', (reply, opinion) => {
  expect(readOpinion(reply)).toBe(opinion);
});

test('asks the model once, with what the sentence names', async () => {
  const asked: (readonly ChatTurn[])[] = [];
  const usage = { promptTokens: 200, completionTokens: 1 };
  const model = {
    provider: 'essai',
    model: 'petit',
    async *stream(turns: readonly ChatTurn[]): AsyncGenerator<ModelEvent> {
      asked.push(turns);
      yield { type: 'text-delta', text: 'No' };
      yield { type: 'text-delta', text: 'n' };
      yield { type: 'usage', usage };
    },
  };
  const ask = createSecondOpinion({ model, prompts, random });
  const given = await ask(doubt, { signal: new AbortController().signal });
  expect(given).toBe('unsupported');
  expect(JSON.stringify(asked)).toContain('Mme Morel');
});
