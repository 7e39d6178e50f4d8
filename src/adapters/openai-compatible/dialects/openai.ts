import type { Dialect } from '../dialect.ts';
import { usual, usualChat, usualEmbeddings } from './usual.ts';

/** OpenAI itself. Its newest models refuse `max_tokens`, and some any temperature but their own. */
export const openai: Dialect = {
  ...usual,
  name: 'openai',
  usualBaseUrl: 'https://api.openai.com/v1',
  chat: { ...usualChat, maxTokensName: 'max_completion_tokens', concedes: ['temperature'] },
  // It takes 2,048 texts and 300,000 tokens; chunks have up to 350.
  embeddings: { ...usualEmbeddings, textsPerCall: 256 },
};
