import { tunables } from '../../../config/tunables.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import { neutraliseLine } from '../answer/neutralise.ts';
import type { Language } from '../document.ts';
import { analyze } from '../find/analyze.ts';
import { fold } from '../find/fold.ts';
import { languageByFunctionWords } from '../find/function-words.ts';
import { acronymsOf, tellingWords } from './stands-alone.ts';

/**
 * The question that a model wrote, if it may be searched in place of the one that was asked: one line of a moderate
 * length, in the same language, no number that was not said before, at least half of its words from the conversation, and
 * something of what the question said (a model that answers instead forgets it). Else `null`: what it wrote is not used at all.
 */
export function checkRewrite(
  reply: string,
  asked: {
    readonly question: string;
    readonly history: readonly EarlierExchange[];
    readonly language: Language;
  },
): string | null {
  const { rewriteCharacters } = tunables.understanding;
  const rewritten = neutraliseLine(reply.trim().replace(/^["«“]\s*|\s*["»”]$/g, ''));
  if (/\n/.test(reply.trim()) || rewritten.length > rewriteCharacters) return null;
  const language = languageByFunctionWords(rewritten);
  if (language !== null && language !== asked.language) return null;
  const said = [asked.question, ...asked.history.flatMap(({ question, answer }) => [question, answer])].join(
    '\n',
  );
  const numbers = new Set(said.match(/\d+/g));
  if (rewritten.match(/\d+/g)?.some((number) => !numbers.has(number))) return null;
  const own = [
    ...analyze(tellingWords(fold(asked.question), asked.language).join(' '), asked.language),
    ...acronymsOf(asked.question, asked.language),
  ];
  const words = analyze(rewritten, asked.language);
  const known = new Set(analyze(said, asked.language));
  const ours = words.filter((word) => known.has(word)).length;
  if (own.length > 0 && !own.some((word) => words.includes(word))) return null;
  return words.length > 0 && ours * 2 >= words.length ? rewritten : null;
}
