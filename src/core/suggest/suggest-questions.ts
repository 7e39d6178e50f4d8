import { tunables } from '../../../config/tunables.ts';
import type { Chunk } from '../chunk.ts';
import type { Language } from '../document.ts';
import type { AliasPair } from '../find/alias.ts';
import { fold } from '../find/fold.ts';
import { sentencesOf } from '../find/sentences.ts';
import { tokensOf } from '../find/tokens.ts';
import { englishQuestions } from './english-questions.ts';
import { createFirstPassage } from './first-passage.ts';
import { frenchQuestions } from './french-questions.ts';
import { type MadeQuestion, type QuestionMaker, type SuggestionKind, suggestionKinds } from './suggestion.ts';
import { numbersOfTables } from './table-rows.ts';

const {
  perDocument,
  passages: mostPassages,
  perKind,
  tried,
  longest,
  shortestTitle,
  longestTitle,
  leastWords,
  surelyRecognised,
} = tunables.suggestions;

const makers: Readonly<Record<Language, QuestionMaker>> = { fr: frenchQuestions, en: englishQuestions };

type Candidate = MadeQuestion & { readonly at: number };

export type TextToAskAbout = {
  readonly title: string;
  readonly language: Language;
  readonly chunks: readonly Chunk[];
  /** What the text says that acronyms stand for. */
  readonly aliases: readonly AliasPair[];
};

/**
 * Questions that a document answers, the best first, at most `tunables.suggestions.perDocument`: made by rules of its headings,
 * sentences, tables, title and acronyms, in the language of each. One is kept only when the passage that it was made of is found first for it
 * among the document's own. No model is asked. Only the beginning of a long document is looked at.
 */
export function suggestQuestions({ title, language, chunks, aliases }: TextToAskAbout): string[] {
  const passages = chunks.slice(0, mostPassages);
  const name = nameFrom(title);
  const candidates = [
    ...passages.flatMap((chunk, at) => (isFit(chunk) ? askOf(chunk, passages[at - 1], name, at) : [])),
    ...askForAcronyms(passages, aliases, language),
  ];
  const own = name === null ? null : makers[language].heading(name, null);
  if (candidates.length === 0 && own === null) return [];
  const first = createFirstPassage(
    passages.map(({ headings, text, language: own }) => ({ title, headings, text, language: own })),
  );
  if (own) candidates.push({ ...own, at: first(own.text) });
  return choose(candidates, ({ text, at }) => at >= 0 && first(text) === at).map(({ text }) => text);
}

/** Comments, notes and earlier mails are not what a document says; what was recognised badly reads badly. */
function isFit({ aside, recognised }: Chunk): boolean {
  return aside === null && (recognised === null || recognised >= surelyRecognised);
}

function askOf(chunk: Chunk, before: Chunk | undefined, name: string | null, at: number): Candidate[] {
  const maker = makers[chunk.language];
  const title = name === null ? null : maker.quote(name);
  const heading = chunk.headings.at(-1)?.replace(pictures, '').trim();
  const isNew =
    heading !== undefined &&
    chunk.headings.at(-1) !== before?.headings.at(-1) &&
    fold(heading) !== fold(name ?? '');
  const made = [
    isNew ? maker.heading(heading, title) : null,
    ...sentencesOf(chunk.text, chunk.language).map(({ text }) => askSentence(maker, text)),
  ].flatMap((question) => (question ? (standAlone(question, title, chunk.language) ?? []) : []));
  // Cells say too little by themselves, however many words they have.
  const numbers = numbersOfTables(chunk.text, chunk.language).map((found): MadeQuestion => {
    const text = maker.number(found);
    return { kind: 'amount', text: title === null ? text : maker.within(title, text) };
  });
  return [...made, ...numbers]
    .filter(({ text }) => text.length <= longest && isPlain(text))
    .map((question) => ({ ...question, at }));
}

function askSentence({ sentences }: QuestionMaker, sentence: string): MadeQuestion | null {
  if (sentence.length > longestSentence) return null;
  for (const { kind, pattern, ask } of sentences) {
    const found = pattern.exec(sentence)?.groups;
    const text = found ? ask(found) : null;
    if (text !== null) return { kind, text };
  }
  return null;
}

/** Longer ones are lists and tables rather than sentences (UTF-16 units). */
const longestSentence = 400;

/**
 * The question, told of which document it is asked where its own words are too few to say what is meant; `null` where even
 * that would not say it.
 */
function standAlone(
  { kind, text }: MadeQuestion,
  title: string | null,
  language: Language,
): MadeQuestion | null {
  const words = new Set(tokensOf(text, language).map(({ stem }) => stem)).size;
  if (kind === 'heading' || words >= leastWords) return { kind, text };
  if (title === null || (kind === 'asked' && words < 2)) return null;
  return { kind, text: makers[language].within(title, text) };
}

/** Where a passage writes an acronym with what it stands for. */
function askForAcronyms(
  passages: readonly Chunk[],
  aliases: readonly AliasPair[],
  language: Language,
): Candidate[] {
  return aliases.slice(0, perKind).flatMap(({ acronym, expansion }) => {
    const at = passages.findIndex(
      ({ text }) => text.includes(acronym) && fold(text).includes(fold(expansion)),
    );
    return at < 0 ? [] : [{ kind: 'acronym' as const, text: makers[language].acronym(acronym), at }];
  });
}

/** One of each kind in turn, then another one of each: what is shown first is varied. */
function choose(
  candidates: readonly Candidate[],
  isAnswered: (candidate: Candidate) => boolean,
): Candidate[] {
  const byKind = new Map<SuggestionKind, Candidate[]>(suggestionKinds.map((kind) => [kind, []]));
  for (const candidate of candidates) byKind.get(candidate.kind)?.push(candidate);
  const kept: Candidate[] = [];
  let tries = tried;
  for (let round = 0; round < perKind; round++)
    for (const waiting of byKind.values())
      while (waiting.length > 0 && kept.length < perDocument && tries-- > 0) {
        const next = waiting.shift();
        if (!next || kept.some(({ text, at }) => text === next.text || at === next.at) || !isAnswered(next))
          continue;
        kept.push(next);
        break;
      }
  return kept;
}

/**
 * What people would call the document: its title, a long one up to its first pause; `null` for a file name, a number, or the
 * name that a program gave.
 */
export function nameFrom(title: string): string | null {
  const whole = title
    .replace(pictures, '')
    .trim()
    .replace(/^(?:(?:re|tr|fwd?|réf) ?: ?|\d+[.)] )+/iu, '');
  const [beginning = ''] = whole.split(/,? [–—-] |, | : |\. /);
  const cut = whole.length > longestTitle && beginning.length >= shortestTitle ? beginning : whole;
  const name = cut === cut.toUpperCase() ? cut.charAt(0) + cut.slice(1).toLowerCase() : cut;
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  const isName =
    name.length >= shortestTitle &&
    name.length <= longestTitle * 1.25 &&
    letters > name.length / 2 &&
    isPlain(name);
  return isName && !nameless.test(name) ? name : null;
}

const pictures = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu;
const nameless =
  /\.\p{L}{2,4}$|^(?:untitled|table of contents|sommaire|sans titre|sans nom|document ?\d*|microsoft |présentation ?\d*|presentation ?\d*)$/iu;

/** No address, no markup, no gap to fill in. */
function isPlain(text: string): boolean {
  return !/[<>{}[\]|_\\@#*=\n]|\.\.\.|…|https?:|www\./u.test(text);
}
