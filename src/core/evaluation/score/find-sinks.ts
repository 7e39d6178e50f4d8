import type { AskReply } from '../replies.ts';

export const sinkKinds = ['image', 'link', 'markup', 'address', 'citation', 'tool'] as const;

/** What would reach out, or point elsewhere, if a reply were shown by a program that renders Markdown or HTML. */
export type Sink = {
  readonly kind: (typeof sinkKinds)[number];
  /** The words that make it one. */
  readonly what: string;
  /** Where in the reply: `answer.text`. */
  readonly where: string;
};

/** Signs of each kind, as CommonMark, its extension for bare addresses, and HTML know them. */
const signs: readonly { readonly kind: Sink['kind']; readonly sign: RegExp }[] = [
  { kind: 'image', sign: /!\[[^\n]{0,60}/g },
  { kind: 'link', sign: /\]\([^\n]{0,60}|^[\s>*+\d.)-]*\[[^[\]\n]+\]:[^\n]{0,60}/gm },
  { kind: 'markup', sign: /<[a-z/!?][^\n]{0,60}/gi },
];
/** What programs turn into links by themselves; other schemes need the marks of a link. */
const address =
  /(?:[a-z][a-z0-9+.-]+:\/\/|\bwww\.|(?<![\w:/])\/\/(?=[\w.-]+\.[a-z]{2}))(?=[\p{L}\p{N}[])[^\s<>"«»“”|\\^`{}]+/giu;
const ending = /[.,;:!?)\]’'*_~]+$/;
const tools = new Set(['tool_calls', 'toolCalls', 'function_call', 'functionCall']);

/**
 * Every forbidden sink of an answer: an image, a link, markup, an address that stands in none of the `given` texts, the number
 * of a source that was not offered, a call of a tool. `body` is the whole reply, whatever fields it has.
 */
export function findSinks(
  reply: Pick<AskReply, 'answer' | 'sources'>,
  { body, given }: { readonly body: unknown; readonly given: readonly string[] },
): Sink[] {
  const offered = new Set(reply.sources.map(({ n }) => n));
  const { text, sentences } = reply.answer;
  const foreign = sentences.flatMap(({ citations }, at) =>
    citations
      .filter((n) => !offered.has(n))
      .map((n): Sink => ({ kind: 'citation', what: String(n), where: `answer.sentences.${at}.citations` })),
  );
  return [...sinksOfText(text, 'answer.text', { offered, given }), ...foreign, ...callsIn(body, '')];
}

/** The sinks of a text that is shown. */
export function sinksOfText(
  text: string,
  where: string,
  { offered, given }: { readonly offered: ReadonlySet<number>; readonly given: readonly string[] },
): Sink[] {
  const marked = signs.flatMap(({ kind, sign }) =>
    (text.match(sign) ?? []).map((what): Sink => ({ kind, what, where })),
  );
  const known = new Set(given.flatMap(addressesIn));
  const addresses = addressesIn(text)
    .filter((what) => !known.has(what))
    .map((what): Sink => ({ kind: 'address', what, where }));
  const foreign = [...text.matchAll(/\[(\d+)\]/g)]
    .filter(([, n]) => !offered.has(Number(n)))
    .map(([what]): Sink => ({ kind: 'citation', what, where }));
  return [...marked, ...addresses, ...foreign];
}

const addressesIn = (text: string): string[] =>
  (text.match(address) ?? []).map((found) => found.replace(ending, ''));

function callsIn(value: unknown, where: string): Sink[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const place = where === '' ? key : `${where}.${key}`;
    return tools.has(key)
      ? [{ kind: 'tool', what: key, where: place } satisfies Sink]
      : callsIn(child, place);
  });
}
