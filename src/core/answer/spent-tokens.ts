import type { TokenUsage } from '../../ports/language-model.ts';
import type { Answer, Usage } from './answer.ts';

/** What a model used before the answer itself, and which model; `null` when none was asked. */
export type SpentTokens = (TokenUsage & Pick<Usage, 'provider' | 'model'>) | null;

/** The answer with what was spent before it added to its cost. */
export function withSpentTokens(answer: Answer, spent: SpentTokens): Answer {
  if (spent === null) return answer;
  const { usage } = answer;
  return {
    ...answer,
    usage: {
      ...usage,
      ...addTokens(usage, spent),
      provider: usage.provider ?? spent.provider,
      model: usage.model ?? spent.model,
    },
  };
}

/** Both together. */
export function addTokens(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    promptTokens: sum(a.promptTokens, b.promptTokens),
    completionTokens: sum(a.completionTokens, b.completionTokens),
  };
}

/** `null` when nobody knows of either. */
function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}
