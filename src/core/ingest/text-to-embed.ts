import { withoutRulers } from './chunking/table-ruler.ts';

/** What of a chunk is embedded. */
export type EmbeddableText = {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
};

/**
 * The heading line gives a short passage its subject; it is embedded with it, never stored twice. Rulers of tables are
 * left out. A change here makes other vectors of the same texts: raise `tunables.embedding.textVersion`.
 */
export function textToEmbed({ title, headings, text }: EmbeddableText): string {
  return `${[title, ...headings].join(' › ')}\n${withoutRulers(text)}`;
}
