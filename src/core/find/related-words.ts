import { tunables } from '../../../config/tunables.ts';
import { expansionKey } from './alias.ts';
import { runsOf } from './alias-keys.ts';
import type { AliasWords, QuestionWord } from './question-words.ts';
import { spokenWords } from './related-words-list.ts';

let read: ReadonlyMap<string, readonly string[]> | undefined;

/** Read with the first question: stemming it all takes 35 ms, of which a command that asks nothing has no use. */
const writtenForms = () => {
  read ??= readList(spokenWords);
  return read;
};

/**
 * Adds to the words of a question what French documents write for them: who asks for a « fiche de paie » looks for a
 * « bulletin de paie ». `analyse` gives the words of another text as those of the question were made.
 */
export function withRelatedWords(
  words: readonly QuestionWord[],
  question: string,
  analyse: (text: string) => readonly QuestionWord[],
): QuestionWord[] {
  const found = formsIn(question);
  const own = new Set(words.flatMap(({ stems }) => [...stems]));
  return words.map((word) => {
    const forms = found.get(word.surface);
    if (forms === undefined) return word;
    const others = forms.flatMap((form): AliasWords[] => {
      const written = analyse(form).filter(({ stems }) => ![...stems].some((stem) => own.has(stem)));
      const weight = tunables.find.relatedWeight / written.length;
      return written.length === 0 ? [] : [{ words: written, weight }];
    });
    return { ...word, aliases: [...(word.aliases ?? []), ...others] };
  });
}

/** What is written for the words of a question; several that say one thing stand before each of them. */
function formsIn(question: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const writtenFor = writtenForms();
  const runs = runsOf(question).filter(({ key }) => writtenFor.has(key));
  for (const { key, words } of runs.toSorted((a, b) => b.words.length - a.words.length)) {
    if (words.some(({ surface }) => found.has(surface))) continue;
    for (const { surface } of words) found.set(surface, writtenFor.get(key) ?? []);
  }
  return found;
}

/** Written forms by the stems of what is said. */
function readList(list: string): ReadonlyMap<string, readonly string[]> {
  const lines = list.trim().split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [said = [], written = []] = line.split(' > ').map((forms) => forms.split(', '));
      return said.map((words) => [expansionKey(words), written] as const);
    }),
  );
}
