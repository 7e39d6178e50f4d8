import { tunables } from '../../../config/tunables.ts';
import type { Source } from '../answer/answer.ts';
import { neutralise } from '../answer/neutralise.ts';
import type { Passage } from '../answer/passage.ts';
import { passageOf, placeOfPassage } from '../answer/render-answer-prompt.ts';
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
    coverage: null,
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
  return { sources, blocks: sources.map((source) => passageOf({ source, excerpt: source.text }, language)) };
}

/**
 * A long text by its notes. Sources are the passages that these cite, and the first one of each document; the numbers in
 * the notes are made theirs.
 */
export function materialOfNotes(notes: readonly Notes[], language: Language): Material {
  const cited = new Set(
    notes.flatMap(({ passages, text }) => numbersIn(text).flatMap((n) => passages[n - 1]?.id ?? [])),
  );
  const everything = notes.flatMap(({ passages }) => passages);
  const sources = sourcesFor(everything, cited);
  const numberOf = new Map(sources.map(({ id, n }) => [id, n]));
  const room = Math.floor(tunables.tasks.partTokens / Math.max(1, notes.length));
  const blocks = notes.map(({ part, passages, text }) => {
    const document = passages[0]?.document;
    if (!document) return '';
    const place = placeOfPassage({ document, headings: [] }, language);
    const renumbered = text
      .split(/(\[\d+\])/)
      .map((piece, index) => {
        // Every second piece is a mark.
        if (index % 2 === 0) return neutralise(piece);
        const n = numberOf.get(passages[Number(piece.slice(1, -1)) - 1]?.id ?? '');
        return n === undefined ? '' : `[${n}]`;
      })
      .join('');
    return `${place}, ${taskTexts[language].part(part.number, part.of)}\n${within(renumbered, room)}`;
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

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
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
