import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { tunables } from '../../../config/tunables.ts';
import type { ModelFolder } from './model-folder.ts';

/** Token ids of a text, special tokens included, cut to what the model takes. */
export type Tokenize = (text: string) => readonly number[];

export async function loadTokenizer({
  tokenizerFile,
  maxTokens,
}: Pick<ModelFolder, 'tokenizerFile' | 'maxTokens'>): Promise<Tokenize> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(tokenizerFile, 'utf8')), {});
  return (text) => {
    // What the model cannot take need not be looked up: a text without spaces would take long.
    const { ids } = tokenizer.encode(text.slice(0, tunables.localEmbedder.textCharacters));
    // The last token is the one that ends a sequence.
    return ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - 1), ids.at(-1) ?? 0];
  };
}
