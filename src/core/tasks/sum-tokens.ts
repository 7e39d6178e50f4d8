import type { TokenUsage } from '../../ports/language-model.ts';

/** Tokens of several calls of models together; `null` where no call said. */
export type TokenSum = { add(tokens: TokenUsage): void; readonly total: TokenUsage };

export function createTokenSum(): TokenSum {
  let total: TokenUsage = { promptTokens: null, completionTokens: null };
  return {
    add(tokens) {
      total = {
        promptTokens: sum(total.promptTokens, tokens.promptTokens),
        completionTokens: sum(total.completionTokens, tokens.completionTokens),
      };
    },
    get total() {
      return total;
    },
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}
