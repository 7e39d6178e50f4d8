import { tunables } from '../../../config/tunables.ts';
import { type Alias, keysOfAlias } from './alias.ts';
import { acronymsIn, runsOf } from './alias-keys.ts';
import type { AliasWords, QuestionWord } from './question-words.ts';

const { formsPerWord } = tunables.aliases;

type OtherForm = { readonly text: string; readonly weight: number; readonly documents: number };

/**
 * Adds to the words of a question what else they are called: the long forms of its acronyms, the acronyms of its long
 * forms; of several, those that most documents tell, each with its share of the weight. An acronym that is no searchable
 * word (« SI ») makes way for its long form. `analyse` gives the words of another text as those of the question were made.
 */
export function withAliases(
  words: readonly QuestionWord[],
  question: string,
  aliases: readonly Alias[],
  analyse: (text: string) => readonly QuestionWord[],
): QuestionWord[] {
  const weights = { expansion: tunables.aliases.expansionWeight, acronym: tunables.aliases.acronymWeight };
  const bySurface = new Map(words.map((word) => [word.surface, word]));
  const otherForms = new Map<string, OtherForm[]>();
  const add = (surface: string, form: OtherForm) =>
    otherForms.set(surface, [...(otherForms.get(surface) ?? []), form]);
  const addMissing = (word: QuestionWord) => bySurface.set(word.surface, bySurface.get(word.surface) ?? word);

  const acronyms = acronymsIn(question);
  const runs = runsOf(question);
  const ordered = aliases.toSorted((a, b) => b.documents - a.documents);
  for (const alias of ordered) {
    const { documents } = alias;
    const keys = keysOfAlias(alias);
    const written = acronyms.get(keys.acronym);
    if (written !== undefined) {
      const surface = bySurface.has(written) ? written : keys.acronym;
      addMissing({ surface, stems: new Set([surface]), weight: 1 });
      add(surface, { text: alias.expansion, weight: weights.expansion, documents });
    }
    const said = new Set(
      runs
        .filter(({ key }) => key === keys.expansion)
        .flatMap((run) => run.words.map((word) => word.surface)),
    );
    for (const surface of said) add(surface, { text: alias.acronym, weight: weights.acronym, documents });
  }
  return [...bySurface.values()].map((word) => {
    const forms = otherForms.get(word.surface);
    return forms === undefined ? word : { ...word, aliases: wordsOf(forms, analyse) };
  });
}

function wordsOf(
  forms: readonly OtherForm[],
  analyse: (text: string) => readonly QuestionWord[],
): AliasWords[] {
  const most = forms[0]?.documents || 1;
  return forms
    .slice(0, formsPerWord)
    .map(({ text, weight, documents }) => ({ words: analyse(text), weight: (weight * documents) / most }))
    .filter(({ words }) => words.length > 0);
}
