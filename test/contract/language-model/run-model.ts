import type { ModelTimeouts } from '../../../src/adapters/openai-compatible/language-model.ts';
import type { AnsweringModel } from '../../../src/core/answer/answering-model.ts';
import { type AppError, isAppError } from '../../../src/core/errors.ts';
import type { ChatTurn, TokenUsage } from '../../../src/ports/language-model.ts';

export type Outcome = { text: string; usage: TokenUsage | null; error: AppError | null };

export const turns: readonly ChatTurn[] = [
  { role: 'system', content: 'Répondez en français : é à ç œ.' },
  { role: 'user', content: 'Quelle heure est-il ?' },
];

/** Timeouts that no test meets. */
export const patient: ModelTimeouts = {
  connectTimeoutMs: 5_000,
  firstTokenTimeoutMs: 10_000,
  idleTimeoutMs: 10_000,
  totalTimeoutMs: 20_000,
  breakerRestMs: 30_000,
};

/** All that a model streamed, and our error at its end; any other error is thrown. */
export async function runModel(
  model: AnsweringModel,
  options: {
    signal?: AbortSignal;
    temperature?: number;
    maxTokens?: number;
    turns?: readonly ChatTurn[];
  } = {},
): Promise<Outcome> {
  const outcome: Outcome = { text: '', usage: null, error: null };
  const { turns: asked = turns, signal = new AbortController().signal, ...sampling } = options;
  try {
    for await (const event of model.stream(asked, { signal, ...sampling })) {
      if (event.type === 'text-delta') outcome.text += event.text;
      else outcome.usage = event.usage;
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    outcome.error = error;
  }
  return outcome;
}

/** All that an error could tell a person or a log. */
export function told(error: AppError | null): string {
  return `${error?.message} ${error?.detail} ${error?.stack} ${String(error?.cause)} ${JSON.stringify(error)}`;
}
