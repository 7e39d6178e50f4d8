import i18next from 'i18next';
import type { Language } from '../api/types.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** What goes into a sentence; `count` chooses its number. */
export type Values = Readonly<Record<string, string | number>>;

/** The keys of a tree of sentences, with dots between; without what i18next adds for plurals. */
export type KeyOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? Key extends `${infer Base}_${'one' | 'many' | 'other'}`
      ? Base
      : Key
    : `${Key}.${KeyOf<Tree[Key]>}`;
}[keyof Tree & string];

/** A sentence of the page's language. Values are put in as they are: React escapes what it shows. */
export type Translate<Tree = object> = (key: KeyOf<typeof fr & Tree>, values?: Values) => string;

/** The sentence of a key that may have none, as codes of a later server; `null` then. */
export function sentenceOf(t: Translate, key: string): string | null {
  return (t as (key: string, values: Values) => string)(key, { defaultValue: '' }) || null;
}

/** The sentences of one app, in both languages, beside those that the pages share. */
export type AppTexts = Readonly<Record<Language, object>>;

const narrow = '\u202f';

/** French signs stay with the word before them, « ces guillemets » with theirs: a narrow space that breaks no line. */
function typeset(tree: object): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string'
        ? value.replace(/ (?=[;:!?»%€])/g, narrow).replace(/(?<=«) /g, narrow)
        : typeset(value as object),
    ]),
  );
}

/** Gives the sentences of a language. */
export function createTranslations(texts: AppTexts) {
  const translations = i18next.createInstance({
    lng: 'fr',
    fallbackLng: 'fr',
    initAsync: false,
    // Names such as `events:write` are keys, not parts of keys.
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {
      fr: { translation: typeset({ ...fr, ...texts.fr }) },
      en: { translation: { ...en, ...texts.en } },
    },
  });
  void translations.init();
  return (language: Language) => translations.getFixedT(language) as unknown as Translate;
}
