import { createHash } from 'node:crypto';
import { withoutRulers } from './chunking/table-ruler.ts';
import type { EmbeddableText } from './text-to-embed.ts';

/** SHA-256 (hex) of all of a chunk that is embedded, title, headings and text, each told apart from the next: vectors are kept under it. */
export function textHashOf({ title, headings, text }: EmbeddableText): string {
  return createHash('sha256')
    .update(JSON.stringify([title, headings, withoutRulers(text)]))
    .digest('hex');
}
