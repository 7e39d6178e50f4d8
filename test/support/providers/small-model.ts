import type { Turn } from './fixture.ts';

/**
 * Replies as a small model that does what it is told: repeats what stands between « », gives a JSON object, finds a code in
 * what it was given, counts. What it was not given it does not know.
 */
export function smallModel(turns: readonly Turn[]): string[] {
  const given = turns.map(({ content }) => content).join('\n');
  const asked = turns.at(-1)?.content ?? '';
  const quoted = /épétez[^«]*« ([^»]+) »/.exec(asked)?.[1];
  if (quoted) return inPieces(quoted);
  if (/JSON/.test(asked)) return ['{"ville": ', '"Paris"}'];
  if (/code du dossier \?/.test(asked))
    return inPieces(/dossier est ([A-Z]+-\d+)/.exec(given)?.[1] ?? 'Je ne sais pas.');
  if (/omptez/.test(asked)) return Array.from({ length: 40 }, (_, at) => `${at + 1} `);
  return ['Bon', 'jour', ' !'];
}

function inPieces(text: string): string[] {
  return text.match(/.{1,4}/gsu) ?? [];
}
