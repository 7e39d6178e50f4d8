import type { Dialect } from '../dialect.ts';
import { usual, usualChat } from './usual.ts';

/** Ollama. It wants a key and looks at none; its context is set on the server, and what does not fit is cut in silence. */
export const ollama: Dialect = {
  ...usual,
  name: 'ollama',
  usualBaseUrl: 'http://127.0.0.1:11434/v1',
  key: 'ignored',
  chat: { ...usualChat, cutsSilently: true },
  warnings: ['cuts-silently'],
};
