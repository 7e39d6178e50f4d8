import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPromptFiles } from '../../src/adapters/filesystem/prompt-files.ts';
import { AppError, type ErrorCode } from '../../src/core/errors.ts';
import type { ChatTurn, ModelEvent } from '../../src/ports/language-model.ts';
import { aResultLine } from '../../test/support/a-result-line.ts';
import { judgeRuns } from './judge-runs.ts';

const prompts = await createPromptFiles(join(import.meta.dirname, '../../prompts'));
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-judge-'));
  file = join(folder, 'judgements.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

/** Prefers the answer that says 12; fails with `error` for questions about it. */
function aJudge(error?: ErrorCode) {
  const model = {
    calls: 0,
    provider: 'essai',
    model: 'juge',
    async *stream(turns: readonly ChatTurn[]): AsyncGenerator<ModelEvent> {
      model.calls += 1;
      const text = turns.at(-1)?.content ?? '';
      if (error && text.includes('panne')) throw new AppError(error);
      yield { type: 'text-delta', text: text.indexOf('douze') < text.indexOf('Réponse B') ? 'A' : 'B' };
    },
  };
  return model;
}

const line = (id: string, answer: string | null, question = `Combien (${id}) ?`) =>
  aResultLine({ endpoint: 'ask', id, question, answer });
const pairs = ['a', 'b', 'c'].map((id) => ({ before: line(id, 'onze'), after: line(id, 'douze') }));
const run = (model: ReturnType<typeof aJudge>, given = pairs) =>
  judgeRuns({ model, prompts, random: (size) => new Uint8Array(size).fill(7) }, given, {
    file,
    seed: 1,
    signal: new AbortController().signal,
  });

test('counts who is preferred, and how surely', async () => {
  const tied = { before: line('d', 'onze'), after: line('d', 'onze') };
  const searched = { before: line('e', null), after: line('e', 'douze') };
  const [judgement] = await run(aJudge(), [...pairs, tied, searched]);
  expect(judgement).toMatchObject({
    suite: 'demo',
    model: 'essai/juge',
    prompt: 'compare-answers.v1',
    counts: { after: 3, before: 0, tie: 1, unsteady: 0, unread: 0, failed: 0 },
    preference: { n: 4, difference: 0.75 },
  });
  expect(judgement?.preference?.low).toBeGreaterThanOrEqual(0);
});

test('what was judged is not asked again, be its file cut short', async () => {
  const first = aJudge();
  const before = await run(first);
  expect(first.calls).toBe(6);
  await writeFile(file, `${await readFile(file, 'utf8')}{"key":"ab`);
  const second = aJudge();
  expect(await run(second)).toEqual(before);
  expect(second.calls).toBe(0);
});

test('a model that fails once costs one opinion; a refused key ends it', async () => {
  const given = [...pairs, { before: line('p', 'onze', 'panne ?'), after: line('p', 'douze', 'panne ?') }];
  const [judgement] = await run(aJudge('MODEL_UNAVAILABLE'), given);
  expect(judgement).toMatchObject({ counts: { after: 3, failed: 1 }, preference: { n: 3 } });
  await expect(run(aJudge('MODEL_REFUSED_KEY'), given)).rejects.toMatchObject({ code: 'MODEL_REFUSED_KEY' });
});
