import { cleanText } from '../clean-text.ts';
import type { Cue } from './cues.ts';
import type { Utterance } from './utterance.ts';

/** Share of cues that repeat what the cue before showed: from here on, the file is a rolling caption. */
const rollingShare = 0.3;
const voice = /<v(?:\.[^\s>]{0,100})?\s+([^>]{1,200})>/gi;
const mark = /<\/?[a-z0-9][^<>]{0,200}>|\{\\[^}]{0,100}\}/gi;
const prefix =
  /^(?:[-–—>]+\s*)?(\p{Lu}[\p{L}\p{M}\p{N}.'’()-]*(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}.'’()-]*){0,4}) ?:\s+(?=\S)/u;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  '#39': "'",
};

/**
 * Who says what in the cues of subtitles: voices (`<v Marie>`) and names before a colon that come back (`Marie : …`) are
 * speakers, marks go, and lines that rolling captions show again are said once.
 */
export function utterancesOf(cues: readonly Cue[]): Utterance[] {
  const said = onceEach(cues).flatMap(voicesOf);
  return said.some(({ speaker }) => speaker !== null) ? said : withNamesBeforeColon(said);
}

function voicesOf({ lines, fromSeconds, toSeconds }: Cue): Utterance[] {
  const text = lines.join('\n');
  const voices = [...text.matchAll(voice)];
  const parts = [
    { speaker: null, text: text.slice(0, voices[0]?.index ?? text.length) },
    ...voices.map((match, index) => ({
      speaker: plain(match[1] ?? '') || null,
      text: text.slice(match.index + match[0].length, voices[index + 1]?.index ?? text.length),
    })),
  ];
  return parts
    .map((part) => ({ speaker: part.speaker, fromSeconds, toSeconds, text: plain(part.text) }))
    .filter((part) => part.text !== '');
}

// Captions made live show the line before again, or the same line with one more word.
function onceEach(cues: readonly Cue[]): readonly Cue[] {
  const news = cues.map((cue, index) => newLines(cues[index - 1]?.lines ?? [], cue.lines));
  const repeating = news.filter((lines, index) => lines !== cues[index]?.lines).length;
  if (repeating < cues.length * rollingShare) return cues;
  return cues.map((cue, index) => ({ ...cue, lines: news[index] ?? [] }));
}

function newLines(before: readonly string[], lines: readonly string[]): readonly string[] {
  const shown = before.map(plain);
  const now = lines.map(plain);
  for (let shared = Math.min(shown.length, now.length); shared > 0; shared -= 1) {
    if (shown.slice(-shared).every((line, index) => line === now[index])) return lines.slice(shared);
  }
  const last = shown.at(-1) ?? '';
  const [first = '', ...rest] = now;
  return last !== '' && first.startsWith(`${last} `) ? [first.slice(last.length + 1), ...rest] : lines;
}

// A name that opens two cues and more is a speaker's; a cue without one goes on with the speaker before.
function withNamesBeforeColon(said: readonly Utterance[]): Utterance[] {
  const counts = new Map<string, number>();
  for (const { text } of said) {
    const name = prefix.exec(text)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  let speaker: string | null = null;
  return said.map((utterance) => {
    const match = prefix.exec(utterance.text);
    const name = match?.[1];
    if (match === null || name === undefined || (counts.get(name) ?? 0) < 2) return { ...utterance, speaker };
    speaker = name;
    return { ...utterance, speaker, text: utterance.text.slice(match[0].length) };
  });
}

function plain(text: string): string {
  return cleanText(
    text
      .replace(mark, '')
      .replace(/&(amp|lt|gt|nbsp|quot|#39);/g, (_, name: string) => entities[name] ?? ' '),
  );
}
