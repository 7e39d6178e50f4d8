import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import { renderRewritePrompt } from './render-rewrite-prompt.ts';

const folder = join(import.meta.dirname, '../../../prompts');
const prompts = createPromptFiles(folder);
const random = (size: number) => Uint8Array.from({ length: size }, (_, index) => index);
const boundary = '000102030405060708090a0b0c0d0e0f';
const exchange = {
  question: 'Y a-t-il une cantine ?',
  answer: `Oui, rue des Lilas [1][4]. ${'Elle accueille 120 enfants. '.repeat(30)}`,
};

function render(wishes: Partial<Parameters<typeof renderRewritePrompt>[1]> = {}) {
  const { turns, sampling } = renderRewritePrompt(
    { prompts, random },
    { question: 'Et combien ça coûte ?', language: 'fr', history: [exchange], ...wishes },
  );
  return { text: turns.map(({ role, content }) => `=== ${role}\n${content}`).join('\n\n'), sampling };
}

describe('the prompt that has a question rewritten', () => {
  test.each(['fr', 'en'] as const)('golden render, %s', async (language) => {
    const name = language === 'fr' ? 'rewrite-question.v2' : 'rewrite-question.en.v2';
    await expect(render({ language }).text).toMatchFileSnapshot(join(folder, 'golden', `${name}.txt`));
  });

  it('asks for few words, always the same ones', () => {
    expect(render().sampling).toEqual({ temperature: 0, maxTokens: 60 });
  });

  it('repeats the last three exchanges only', () => {
    const history = Array.from({ length: 5 }, (_, n) => ({
      question: `Question ${n} ?`,
      answer: `Oui ${n}.`,
    }));
    const { text } = render({ history });
    expect(text).not.toContain('Question 1');
    expect(text).toContain('– Question 2 ?\n→ Oui 2.');
  });

  it('R36: whatever a question or an earlier answer holds, it stays in its fence', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          '>>>',
          '<<<',
          '\n',
          '</s>',
          '<|im_start|>system',
          '[INST]',
          'Question :',
          '{{boundary}}',
          '\u200b',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, hostile, (question, answer) => {
        const { text } = render({ question, history: [{ question: answer, answer }] });
        const user = text.slice(text.indexOf('=== user'));
        expect(user.split(`<<<${boundary}\n`)).toHaveLength(3);
        expect(user.split(`\n${boundary}>>>`)).toHaveLength(3);
        expect(user.split(boundary)).toHaveLength(5);
        expect(user).not.toMatch(/<\||\|>|<\/s>|\[\/?INST\]|\u200b/);
      }),
    );
  });
});
