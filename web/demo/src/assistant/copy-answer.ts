import { placeText } from '../documents/place-text.ts';
import type { Texts } from '../texts.ts';
import { citedSources, type Turn } from './turn.ts';

/** The answer as plain text with its sources below, ready to be pasted into a letter. */
export function answerAsText(turn: Turn, t: Texts): string {
  const sources = citedSources(turn).flatMap((source) => {
    if (!source.readable) return [];
    const { title, path } = source.document;
    const { place, headings } = source.passage;
    const where = place === null ? '' : `, ${placeText(place, t)}`;
    return [`[${source.n}] ${[title, ...headings].join(' › ')}${where} (${path})`];
  });
  return [
    turn.text,
    ...(sources.length === 0 ? [] : [`${t.sources}\n${sources.join('\n')}`]),
    t.aiNotice,
  ].join('\n\n');
}
