import type { AnsweringModel } from '../../../src/core/answer/answering-model.ts';
import { type AppError, isAppError } from '../../../src/core/errors.ts';
import type { ChatTurn, TokenUsage } from '../../../src/ports/language-model.ts';

export type Outcome = { text: string; usage: TokenUsage | null; error: AppError | null };

export const turns: readonly ChatTurn[] = [
  { role: 'system', content: 'Répondez en français : é à ç œ.' },
  { role: 'user', content: 'Quelle heure est-il ?' },
];

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
