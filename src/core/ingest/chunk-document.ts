import { tunables } from '../../../config/tunables.ts';
import type { Chunk, ChunkedDocument, PartFacts, Section } from '../chunk.ts';
import type { Language } from '../document.ts';
import { uuidFrom } from '../document-id.ts';
import { detectLanguage } from '../find/detect-language.ts';
import type { ParsedDocument } from '../parsed-document.ts';
import { countTokens } from './chunking/count-tokens.ts';
import { groupIntoChunks, groupIntoSections } from './chunking/group-units.ts';
import { layOut, type Place } from './chunking/lay-out.ts';
import type { Run } from './chunking/merge-pieces.ts';
import { topLevel } from './chunking/outline.ts';
import { commonPath, placeOf, type Unit } from './chunking/unit.ts';
import { unitsOf } from './chunking/units-of.ts';
import { textHashOf } from './text-hash.ts';

export type ChunkContext = {
  readonly documentId: string;
  /** What the file calls itself: a heading that repeats it stands above nothing. Empty where its source names it, so that a new name cuts nothing anew. */
  readonly title: string;
  /** Decides the abbreviations that end no sentence; French when absent. */
  readonly language?: Language;
};

/**
 * Cuts a document on its structure into sections (read) and chunks (searched), without overlap. Chunks stand inside
 * sections, never cut a list item, table row or sentence that fits into one, and never join what two top headings
 * part. Where they are cut depends on the texts nearby alone, so an edit changes the chunks around it and no others.
 */
export function chunkDocument(
  parsed: Pick<ParsedDocument, 'blocks'>,
  context: ChunkContext,
): ChunkedDocument {
  const language = context.language ?? 'fr';
  const units = unitsOf(parsed.blocks, context.title, language);
  const top = topLevel(parsed.blocks);
  const chunkRuns = groupIntoChunks(units, top);
  const sectionRuns = groupIntoSections(units, chunkRuns, top).map(({ from, to }) => ({
    from: chunkRuns[from]?.from ?? 0,
    to: chunkRuns[to - 1]?.to ?? 0,
  }));
  const { text, places } = layOut(units, sectionRuns);
  const sections = sectionRuns.map((run, ordinal) => sectionOf(run, ordinal, units, places, text, language));

  const sectionOfUnit = sectionRuns.flatMap(({ from, to }, ordinal) =>
    units.slice(from, to).map(() => ordinal),
  );
  const occurrences = new Map<string, number>();
  const chunks = chunkRuns.map((run, ordinal): Chunk => {
    const body = chunkBody(run, units, places, text);
    const textHash = textHashOf({ title: context.title, ...body });
    const occurrence = occurrences.get(textHash) ?? 0;
    occurrences.set(textHash, occurrence + 1);
    const sectionOrdinal = sectionOfUnit[run.from] ?? 0;
    return {
      id: uuidFrom(context.documentId, textHash, String(occurrence)),
      ordinal,
      sectionOrdinal,
      language: sections[sectionOrdinal]?.language ?? language,
      ...body,
      tokens: countTokens(body.text),
    };
  });
  return { text, sections, chunks };
}

type Body = Pick<Chunk, 'headings' | 'place' | 'aside' | 'recognised' | 'start' | 'end' | 'text'>;

function chunkBody(run: Run, units: readonly Unit[], places: readonly Place[], text: string): Body {
  const inside = units.slice(run.from, run.to);
  const path = commonPath(inside.map((unit) => unit.path));
  const [first] = inside;
  // A heading that is not above the whole chunk must be read in it; those that are stand in `headings` instead.
  const opening = first?.path[path.length];
  const place = places[run.from];
  const start = (opening && place?.headingStarts.get(opening)) ?? place?.start ?? 0;
  const end = places[run.to - 1]?.end ?? start;
  const body = text.slice(start, end);
  const header = first?.header ?? null;
  return {
    headings: path.map((heading) => heading.text),
    ...factsOf(inside),
    recognised: lowestConfidence(inside),
    start,
    end,
    text: header === null ? body : `${header}\n${body}`,
  };
}

function sectionOf(
  run: Run,
  ordinal: number,
  units: readonly Unit[],
  places: readonly Place[],
  text: string,
  documentLanguage: Language,
): Section {
  const inside = units.slice(run.from, run.to);
  const place = places[run.from];
  const start = Math.min(place?.start ?? 0, ...(place?.headingStarts.values() ?? []));
  const end = places[run.to - 1]?.end ?? start;
  const body = text.slice(start, end);
  const headings = commonPath(inside.map((unit) => unit.path)).map((heading) => heading.text);
  const language = languageOf(body, documentLanguage);
  return {
    ordinal,
    headings,
    ...factsOf(inside),
    language,
    start,
    end,
    text: body,
    tokens: countTokens(body),
  };
}

function factsOf(units: readonly Unit[]): Pick<PartFacts, 'place' | 'aside'> {
  return { place: placeOf(units), aside: units[0]?.aside ?? null };
}

function lowestConfidence(units: readonly Unit[]): number | null {
  const known = units.flatMap(({ recognised }) => (recognised === null ? [] : [recognised]));
  return known.length === 0 ? null : Math.min(...known);
}

// A few words say too little: they are in the language of what stands around them.
function languageOf(text: string, documentLanguage: Language): Language {
  return text.length < tunables.chunking.languageCharacters ? documentLanguage : detectLanguage(text);
}
