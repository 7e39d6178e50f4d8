import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { foldInPlace } from '../find/fold.ts';
import { isStopWord } from '../find/stop-words.ts';
import { asks, asksSomewhere, joint } from './courtesy-patterns.ts';
import { acronymsOf, tellingWords } from './stands-alone.ts';
import { withoutCourtesy } from './without-courtesy.ts';
import { writtenOut } from './written-out.ts';

/**
 * The questions of a message that asks several: « Combien coûte la cantine ? Qui signe les marchés ? », « quand ouvre la piscine et
 * combien coûte l’entrée ». What is told goes with the question behind it; what tells nothing by itself (« Si oui, lequel ? ») stays with
 * the one before it. One, the message as it is, where it asks one thing.
 */
export function separateQuestions(message: string, language: Language): readonly string[] {
  const questions: string[] = [];
  let told = '';
  for (const sentence of sentencesOf(withoutCourtesy(writtenOut(message)))) {
    if (!isQuestion(sentence)) {
      told = `${told} ${sentence}`.trim();
      continue;
    }
    const [first = '', ...others] = separateJoined(sentence, language);
    for (const question of [`${told} ${first}`.trim(), ...others])
      if (canStand(question, questions.length, language)) questions.push(question);
      else questions.push(`${questions.pop() ?? ''} ${question}`.trim());
    told = '';
  }
  if (told !== '') questions.push(`${questions.pop() ?? ''} ${told}`.trim());
  const { questionsAtOnce } = tunables.understanding;
  const rest = questions.splice(questionsAtOnce);
  const last = questions.pop();
  const separate = last === undefined ? [] : [...questions, [last, ...rest].join(' ')];
  return separate.length > 1 ? separate : [message];
}

/** The first one must be understood by itself; those that follow lean on it, and need a word of their own. */
function canStand(question: string, before: number, language: Language): boolean {
  if (before === 0) return true;
  return tells(foldInPlace(question).folded, language) || acronymsOf(question, language).length > 0;
}

function isQuestion(sentence: string): boolean {
  const { folded } = foldInPlace(sentence);
  return folded.includes('?') || asks.test(folded);
}

/** « 1) … 2) … » in one line. */
const numbers = /(?:^|\s)[1-9][).]\s+(?=\p{L})/gu;

function sentencesOf(message: string): string[] {
  const isNumbered = [...message.matchAll(numbers)].length > 1;
  return (isNumbered ? message.replace(numbers, '\n') : message)
    .split(/(?<=[?!]+|(?<!\b\p{L})[.…]+)\s+(?=[\p{L}«"(¿])|\n+/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Parts « quand ouvre la piscine et combien coûte l’entrée » before « et »; « où et quand » is one question. */
function separateJoined(sentence: string, language: Language): string[] {
  const { text, folded } = foldInPlace(sentence);
  const parts: string[] = [];
  let start = 0;
  for (const { index, 0: seam, 1: word = '' } of folded.matchAll(joint)) {
    const before = folded.slice(start, index);
    // « la salle où l’on mange et où l’on dort »
    const isSecondClause = relative.has(word) && before.includes(` ${word} `);
    if (isSecondClause || !asksSomewhere.test(before) || !tells(before, language)) continue;
    const after = folded.slice(index + seam.length);
    // « … et pour quelle durée » says less than a question.
    if (!tells(after, language) || !(saysWho.test(after) || tellingWords(after, language).length > 0))
      continue;
    parts.push(`${text.slice(start, index).trim()}${language === 'fr' ? ' ?' : '?'}`);
    start = index + seam.length;
  }
  return [...parts, text.slice(start).trim()];
}

/** Words that ask, and join as well. */
const relative: ReadonlySet<string> = new Set(['ou', 'qui', 'que', 'quand', 'where', 'who', 'which', 'when']);

/** « Si oui, lequel ? » */
const answers: ReadonlySet<string> = new Set(['oui', 'non', 'yes']);
/** « combien ça coûte » */
const saysWho = /(?<![\p{L}'])(?:ca|cela|c'est|ils?|elles?|on|je|j'ai|nous|it|they|i|we)(?!\p{L})/u;

/** Has a word of its own, be it one that could be asked of anything (« combien ça coûte »); two letters are an abbreviation that nobody wrote out. */
function tells(folded: string, language: Language): boolean {
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word) => word.length > 2 && !isStopWord(word, language) && !answers.has(word));
}
