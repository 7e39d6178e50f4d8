import type { Run } from './merge-pieces.ts';
import type { Heading, Unit } from './unit.ts';

/** Where a unit and the headings before it stand in the document's text (UTF-16 offsets). */
export type Place = {
  readonly start: number;
  readonly end: number;
  readonly headingStarts: ReadonlyMap<Heading, number>;
};

const blankLine = '\n\n';

/** Writes the units down, section by section, each section parted from the next by a blank line. */
export function layOut(units: readonly Unit[], sections: readonly Run[]): { text: string; places: Place[] } {
  const opensSection = new Set(sections.map((section) => section.from));
  const places: Place[] = [];
  const pieces: string[] = [];
  let length = 0;
  const write = (text: string) => {
    pieces.push(text);
    length += text.length;
  };
  for (const [at, unit] of units.entries()) {
    if (at > 0) write(opensSection.has(at) || unit.lead.length > 0 ? blankLine : unit.glue);
    const headingStarts = new Map<Heading, number>();
    for (const heading of unit.lead) {
      headingStarts.set(heading, length);
      write(heading.text);
      write(blankLine);
    }
    const start = length;
    write(unit.text);
    places.push({ start, end: length, headingStarts });
  }
  return { text: pieces.join(''), places };
}
