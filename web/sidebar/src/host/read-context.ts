import { type Ability, abilities, type HostContext } from './contract.ts';

const themes = ['light', 'dark', 'auto'] as const;
/** As the server bounds ids and paths, and questions. */
const idCharacters = 1_000;
const selectionCharacters = 2_000;
const documentsAtMost = 5;
const suggestionsAtMost = 3;

const wordOf = (value: unknown, most = idCharacters): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, most) : null;

const wordsOf = (value: unknown, count: number): readonly string[] =>
  Array.isArray(value) ? value.flatMap((word) => wordOf(word) ?? []).slice(0, count) : [];

/** The context in what a host sent: what has another shape is left out, so that nothing unforeseen reaches the page. */
export function readContext(given: unknown): HostContext {
  if (typeof given !== 'object' || given === null) return {};
  const { personKey, spaceId, folder, documentId, documents, suggestions, selection, locale, theme, tokens } =
    given as Record<string, unknown>;
  return {
    personKey: wordOf(personKey),
    spaceId: wordOf(spaceId),
    folder: wordOf(folder),
    documentId: wordOf(documentId),
    documents: wordsOf(documents, documentsAtMost),
    suggestions: wordsOf(suggestions, suggestionsAtMost),
    selection: wordOf(selection, selectionCharacters),
    ...((locale === 'fr' || locale === 'en') && { locale }),
    theme: themes.find((known) => known === theme) ?? 'auto',
    tokens: readTokens(tokens),
  };
}

export function readAbilities(given: unknown): readonly Ability[] {
  return Array.isArray(given) ? abilities.filter((ability) => given.includes(ability)) : [];
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
