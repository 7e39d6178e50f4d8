import { createHash } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { Generation } from '../../ports/search-index.ts';

/**
 * Names the vectors of a model: the model, the version of the text that is made of a chunk, and a digest of what is put
 * before passages, because each changes them. What is put before questions does not. A provider of an organisation is part
 * of it too: two of them may call different models by one name.
 */
export function generationOf(model: string, passagePrefix: string, provider?: string): Generation {
  const digest = createHash('sha256').update(passagePrefix).digest('hex').slice(0, 8);
  const prefixed = passagePrefix === '' ? '' : `+${digest}`;
  const made = provider === undefined ? '' : `~${provider}`;
  return `${model}@${tunables.embedding.textVersion}${prefixed}${made}`;
}
