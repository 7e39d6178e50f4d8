import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import { createMemoryIndex } from '../../adapters/memory/search-index.ts';
import { createInProcessAnalyser } from '../../adapters/memory/text-analyser.ts';
import { parsedDocument } from '../../adapters/parsers/parsed.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import type { PrivateAnswer } from '../../ports/private-answers.ts';
import { wholeAnswer } from '../conversation/whole-answer.ts';
import { AppError } from '../errors.ts';
import { strictPolicy } from '../providers/policy.ts';
import { type AskPrivateDeps, askPrivateDocument } from './ask-private-document.ts';
import { openPrivateDocument } from './open-private-document.ts';
import { createPrivateDesk } from './private-desk.ts';

const owner = { org: 'pontval', user: 'alice' };
const signal = new AbortController().signal;
const prompts = await createPromptFiles(join(import.meta.dirname, '../../../prompts'));
const parsed: ParseOutcome = {
  outcome: 'parsed',
  format: 'markdown',
  document: parsedDocument([
    { kind: 'heading', level: 1, text: 'Compte rendu du comité social territorial (CST)' },
    {
      kind: 'paragraph',
      text: 'Le comité social territorial (CST) se réunit le 12 mars à la mairie annexe.',
    },
    { kind: 'paragraph', text: 'La séance dure deux heures.' },
  ]),
};

async function opened(outcome: ParseOutcome = parsed) {
  const deps = {
    parser: { parseBytes: async () => outcome },
    analyser: createInProcessAnalyser(),
    createIndex: createMemoryIndex,
    desk: createPrivateDesk(),
  };
  const content = (async function* () {
    yield new Uint8Array([35]);
  })();
  return openPrivateDocument(deps, owner, { name: 'cr.md', content, sensitivity: 'SREN31' }, signal);
}

function aDesk(wishes: Partial<AskPrivateDeps> = {}) {
  const recorded: PrivateAnswer[] = [];
  const deps: AskPrivateDeps = {
    prompts,
    clock: performance,
    random: (size) => new Uint8Array(size),
    budgets: {
      findConcerned: async () => [],
      open: async () => {},
      reserve: async () => [],
      settle: async () => [],
      noteExhausted: async () => false,
    },
    answering: {
      policy: strictPolicy,
      models: [],
      knows: () => false,
      // Whoever is not asked for is not routed to.
      route: () => {
        throw new Error('no model may be thought of');
      },
    },
    privateAnswers: { record: async (_org, _user, answer) => void recorded.push(answer) },
    ...wishes,
  };
  return { deps, recorded };
}
const question = { question: 'Quand se réunit le CST ?', earlierQuestions: [], signal };

test('R13: a document is quoted, without a model, and its answer is recorded without a word of it', async () => {
  const { deps, recorded } = aDesk();
  const { answer } = await wholeAnswer(askPrivateDocument(deps, owner, await opened(), question));
  expect(answer).toMatchObject({ outcome: 'quoted', reason: 'no-model' });
  expect(answer.text).toContain('12 mars');
  expect(recorded).toEqual([
    {
      outcome: 'quoted',
      reason: 'no-model',
      complete: true,
      provider: null,
      model: null,
      promptTokens: null,
      completionTokens: null,
      policyVersion: 0,
    },
  ]);
});

test('a question leans on those before it, and a question about something else finds nothing', async () => {
  const { deps } = aDesk();
  const open = await opened();
  const after = {
    ...question,
    question: 'Et combien de temps dure-t-elle ?',
    earlierQuestions: ['Quand est la séance du CST ?'],
  };
  const { answer } = await wholeAnswer(askPrivateDocument(deps, owner, open, after));
  expect(answer.text).toContain('deux heures');
  const other = { ...question, question: 'Quel est le tarif de la piscine ?' };
  expect((await wholeAnswer(askPrivateDocument(deps, owner, open, other))).answer.outcome).toBe('not-found');
});

test('R64: without a record there is no whole answer', async () => {
  const record = async () => {
    throw new AppError('ANSWER_NOT_RECORDED');
  };
  const { deps } = aDesk({ privateAnswers: { record } });
  const answering = wholeAnswer(askPrivateDocument(deps, owner, await opened(), question));
  await expect(answering).rejects.toMatchObject({ code: 'ANSWER_NOT_RECORDED' });
});

test('R63: an answer that ends before its end is recorded as such', async () => {
  const { deps, recorded } = aDesk();
  for await (const event of askPrivateDocument(deps, owner, await opened(), question))
    if (event.type === 'text-delta') break;
  expect(recorded).toMatchObject([{ complete: false, reason: 'interrupted' }]);
});

test('R13: what could only be read by way of a disk, and what has no text, is refused with the reason', async () => {
  const converter = opened({ outcome: 'skipped', reason: 'converter-missing', detail: 'doc' });
  await expect(converter).rejects.toMatchObject({
    code: 'PRIVATE_DOCUMENT_UNREADABLE',
    explanation: { fr: expect.stringContaining('disque') },
  });
  const scan = opened({
    outcome: 'parsed',
    format: 'pdf',
    document: parsedDocument([], { pagesToRecognise: 2 }),
  });
  await expect(scan).rejects.toMatchObject({ code: 'PRIVATE_DOCUMENT_UNREADABLE' });
});
