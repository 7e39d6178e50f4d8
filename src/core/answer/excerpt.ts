import type { PassageInContext } from './passage.ts';

/** Tokens of a piece of a passage's section, estimated with that section's own tokens per character. */
export function tokensOf(passage: PassageInContext, characters: number): number {
  const { text, tokens } = passage.section;
  // Four characters a token where the section says nothing: about what French prose gives.
  return Math.ceil(characters * (text.length > 0 && tokens > 0 ? tokens / text.length : 0.25));
}

/**
 * What a model reads of a passage: its section, trimmed around the passage to about `tokens` tokens at line ends, with
 * `…` where something was left out. The passage itself is always whole; where it does not stand word for word in its
 * section (rows of a table repeat their header), it is all that is read.
 */
export function excerptOf(passage: PassageInContext, tokens: number): string {
  const { text: section } = passage.section;
  const at = section.indexOf(passage.text);
  if (at < 0) return passage.text.trim();
  if (tokensOf(passage, section.length) <= tokens) return section.trim();
  const end = at + passage.text.length;
  const perCharacter = tokensOf(passage, section.length) / section.length;
  const spare = Math.max(0, Math.floor(tokens / perCharacter) - passage.text.length);
  const from = lineStart(section, Math.max(0, at - Math.floor(spare / 2)), at);
  const to = lineEnd(section, Math.min(section.length, end + spare - (at - from)), end);
  return `${from > 0 ? '…\n' : ''}${section.slice(from, to).trim()}${to < section.length ? '\n…' : ''}`;
}

/** The first start of a line at or after `wanted`, but not after `limit`. */
function lineStart(text: string, wanted: number, limit: number): number {
  if (wanted === 0 || text[wanted - 1] === '\n') return wanted;
  const feed = text.indexOf('\n', wanted);
  return feed < 0 || feed >= limit ? limit : feed + 1;
}

/** The last end of a line at or before `wanted`, but not before `limit`. */
function lineEnd(text: string, wanted: number, limit: number): number {
  if (wanted === text.length || text[wanted] === '\n') return wanted;
  const feed = text.lastIndexOf('\n', wanted);
  return feed <= limit ? limit : feed;
}
