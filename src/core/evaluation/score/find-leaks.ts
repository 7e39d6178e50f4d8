import { normalise } from './normalise.ts';
import type { NameOf } from './score-question.ts';

export type Leak = {
  readonly kind: 'document' | 'text';
  /** The document or text that must not be seen, as the suite names it. */
  readonly what: string;
  /** Where in the reply: `results.3.passage.text`. */
  readonly where: string;
};

/**
 * Everything in a reply that must not be seen: a text anywhere in it, a document as the origin of anything, or its path
 * said anywhere. The whole reply is looked through, whatever fields it has.
 */
export function findLeaks(
  reply: unknown,
  forbidden: { readonly documents: readonly string[]; readonly texts: readonly string[] },
  nameOf: NameOf,
): Leak[] {
  if (forbidden.documents.length === 0 && forbidden.texts.length === 0) return [];
  const texts = forbidden.texts.map((what) => ({ what, sought: normalise(what) }));
  const documents = forbidden.documents.map((what) => ({ what, sought: normalise(what) }));
  const leaks: Leak[] = [];
  for (const { where, value } of stringsOf(reply, '', nameOf)) {
    const said = normalise(value);
    for (const { what, sought } of texts)
      if (said.includes(sought)) leaks.push({ kind: 'text', what, where });
    for (const { what, sought } of documents)
      if (names(said, sought)) leaks.push({ kind: 'document', what, where });
  }
  return leaks;
}

/** Whether a path stands in a text by itself: `notes/a.md` is not named by `notes/extra.md`. */
function names(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + path.length] ?? ' ';
    if (!/[\p{L}\p{N}._-]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

/** All strings of a reply with their places. A document is also what its suite calls it, and `space/path`. */
function* stringsOf(
  value: unknown,
  where: string,
  nameOf: NameOf,
): Generator<{ where: string; value: string }> {
  if (typeof value === 'string') yield { where, value };
  if (typeof value !== 'object' || value === null) return;
  const below = (key: string) => (where === '' ? key : `${where}.${key}`);
  if ('space' in value && 'path' in value) {
    const [space, path] = [String(value.space), String(value.path)];
    yield { where, value: [...new Set([`${space}/${path}`, nameOf({ space, path })])].join('\n') };
  }
  for (const [key, child] of Object.entries(value)) yield* stringsOf(child, below(key), nameOf);
}
