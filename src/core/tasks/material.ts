import { tunables } from '../../../config/tunables.ts';
import type { Source } from '../answer/answer.ts';
import { numbersCitedIn, splitAtCitations } from '../answer/citation-marks.ts';
import { neutralise, neutraliseLine } from '../answer/neutralise.ts';
import type { Passage } from '../answer/passage.ts';
import { placeOfPassage } from '../answer/render-answer-prompt.ts';
import type { Language } from '../document.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import type { Part } from './plan-parts.ts';
import { taskTexts } from './task-texts.ts';

/** What a result is written from: texts for the prompt, and the sources that they may cite, numbered from 1. */
export type Material = { readonly blocks: readonly string[]; readonly sources: readonly Source[] };

/** What a model noted on a part; `[n]` in its text names `passages[n - 1]`. */
export type Notes = {
  readonly part: Pick<Part, 'number' | 'of'>;
  readonly passages: readonly Passage[];
  readonly text: string;
};

/** Passages as sources, in this order. */
export function asSources(passages: readonly Passage[]): Source[] {
  return passages.map((passage, index) => ({
    ...passage,
    score: 1,
    duplicates: 0,
    n: index + 1,
  }));
}

/** Of these passages, as sources, those with one of the ids, and the first one of each document: what was read is known by it. */
export function sourcesFor(passages: readonly Passage[], ids: ReadonlySet<string>): Source[] {
  const first = firstOfEach(passages);
  return asSources(passages.filter(({ id }) => ids.has(id) || first.has(id)));
}

/** A short text as it is. */
export function materialOfPassages(passages: readonly Passage[], language: Language): Material {
  const sources = asSources(passages);
  return { sources, blocks: blocksOf(sources, language) };
}

/** One block for each document: its title and date, then its passages, each after `[n] section`. */
export function blocksOf(sources: readonly Source[], language: Language): string[] {
  return [...Map.groupBy(sources, ({ document }) => document.id).values()].map((own) =>
    [
      ...own.slice(0, 1).map((source) => titleOf(source, language)),
      ...own.map(
        (source) => `${`[${source.n}] ${sectionOf(source)}`.trim()}\n${neutralise(source.text).trim()}`,
      ),
    ].join('\n\n'),
  );
}

/** `Title (date)`. */
export function titleOf({ document }: Pick<Passage, 'document'>, language: Language): string {
  return placeOfPassage({ document, headings: [] }, language);
}

/** `section › subsection`. */
export function sectionOf({ headings }: Pick<Passage, 'headings'>): string {
  return headings
    .map(neutraliseLine)
    .filter((part) => part !== '')
    .join(' › ');
}

/**
 * A long text by its notes. Sources are the passages that these cite, and the first one of each document; the numbers in
 * the notes are made theirs.
 */
export function materialOfNotes(notes: readonly Notes[], language: Language): Material {
  const cited = new Set(
    notes.flatMap(({ passages, text }) => numbersCitedIn(text).flatMap((n) => passages[n - 1]?.id ?? [])),
  );
  const everything = notes.flatMap(({ passages }) => passages);
  const sources = sourcesFor(everything, cited);
  const numberOf = new Map(sources.map(({ id, n }) => [id, n]));
  const room = Math.floor(tunables.tasks.partTokens / Math.max(1, notes.length));
  const blocks = notes.map(({ part, passages, text }) => {
    const [first] = passages;
    if (!first) return '';
    const renumbered = splitAtCitations(text)
      .map((piece) => {
        if (piece.n === null) return neutralise(piece.text);
        const n = numberOf.get(passages[piece.n - 1]?.id ?? '');
        return n === undefined ? '' : `[${n}]`;
      })
      .join('');
    return `${titleOf(first, language)}, ${taskTexts[language].part(part.number, part.of)}\n${within(renumbered, room)}`;
  });
  return { sources, blocks: blocks.filter((block) => block !== '') };
}

/** The sources that go with a result: those that it cites, and the first one of each document that it was drawn from. */
export function sourcesToShow(sources: readonly Source[], cited: ReadonlySet<number>): Source[] {
  const first = firstOfEach(sources);
  return sources.filter(({ n, id }) => cited.has(n) || first.has(id));
}

/** Ids of the first passage of each document. */
function firstOfEach(passages: readonly Passage[]): ReadonlySet<string> {
  return new Set(new Map(passages.toReversed().map(({ id, document }) => [document.id, id])).values());
}

/** Its first lines, as many as fit: a model may write more than it was told. */
function within(text: string, tokens: number): string {
  if (countTokens(text) <= tokens) return text.trim();
  const kept: string[] = [];
  let room = tokens;
  for (const line of text.split('\n')) {
    room -= countTokens(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  // One endless line: a token has at least a character.
  return `${kept.join('\n').trim() || text.slice(0, tokens)}\n…`;
}
