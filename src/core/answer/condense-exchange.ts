import { tunables } from '../../../config/tunables.ts';
import type { EarlierExchange } from './answering.ts';
import { spacedCitationMark } from './citation-marks.ts';
import { neutraliseLine, withoutCitationMarks } from './neutralise.ts';

/** An earlier exchange on two lines of a prompt. Numbers in its answer named other sources: they would mislead here. */
export function condenseExchange({ question, answer }: EarlierExchange): string {
  const asked = `– ${neutraliseLine(question)}`;
  const words = neutraliseLine(withoutMarks(answer));
  if (words === '') return asked;
  const most = tunables.answering.historyAnswerCharacters;
  const kept = words.length > most ? `${words.slice(0, most).replace(/\s+\S*$/, '')} …` : words;
  return `${asked}\n→ ${kept}`;
}

function withoutMarks(answer: string): string {
  return withoutCitationMarks(answer.replace(spacedCitationMark, ''));
}
