import { type Ability, abilities, type HostContext } from './contract.ts';

const themes = ['light', 'dark', 'auto'] as const;
/** As the server bounds ids and paths, and questions. */
const idCharacters = 1_000;
const selectionCharacters = 2_000;
const documentsAtMost = 5;
const suggestionsAtMost = 3;

/** Some text; `null` for anything else. */
export const readWord = (value: unknown, most = idCharacters): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, most) : null;

const wordsOf = (value: unknown, count: number): readonly string[] =>
  Array.isArray(value) ? value.flatMap((word) => readWord(word) ?? []).slice(0, count) : [];

/** The context in what a host sent: what has another shape is left out, so that nothing unforeseen reaches the page. */
export function readContext(given: unknown): HostContext {
  if (typeof given !== 'object' || given === null) return {};
  const said = given as Record<string, unknown>;
  const { personKey, spaceId, folder, documentId, looksEverywhere, documents, suggestions, selection } = said;
  const { sharedConversationId, shareLink, locale, theme, tokens } = said;
  return {
    personKey: readWord(personKey),
    spaceId: readWord(spaceId),
    folder: readWord(folder),
    documentId: readWord(documentId),
    looksEverywhere: looksEverywhere === true,
    documents: wordsOf(documents, documentsAtMost),
    suggestions: wordsOf(suggestions, suggestionsAtMost),
    selection: readWord(selection, selectionCharacters),
    sharedConversationId: readWord(sharedConversationId),
    shareLink: readLink(shareLink),
    ...((locale === 'fr' || locale === 'en') && { locale }),
    theme: themes.find((known) => known === theme) ?? 'auto',
    tokens: readTokens(tokens),
  };
}

export function readAbilities(given: unknown): readonly Ability[] {
  return Array.isArray(given) ? abilities.filter((ability) => given.includes(ability)) : [];
}

/** An address of the web with a place for an id. */
function readLink(given: unknown): string | null {
  const link = readWord(given);
  return link !== null && /^https?:/i.test(link) && link.includes('{id}') && URL.canParse(link) ? link : null;
}

/** Names and values of CSS variables; a value can hold no address, so that no style asks anybody for anything (R38). */
function readTokens(given: unknown): Readonly<Record<string, string>> {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string] =>
        /^[a-z][a-z-]{0,30}$/.test(entry[0]) &&
        typeof entry[1] === 'string' &&
        /^(?!.*(?:url|image|src)\s*\()[\w\s#%(),."'/-]{1,200}$/i.test(entry[1]),
    ),
  );
}
