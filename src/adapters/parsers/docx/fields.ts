import { childElement, type XmlElement } from '../xml-reader.ts';
import { toggleOf } from './toggles.ts';

/** Fields whose result only repeats the document with page numbers: tables of contents, of figures, indexes. */
const repeating = /^\s*(toc|toa|index)\b/i;

/** The fields (`w:fldChar`) that are open at a place of the document; they may go over many paragraphs. */
export type Fields = {
  /** Takes a start, a separation or an end, and gives the text that stands for it: the box of a form, else nothing. */
  readonly mark: (character: XmlElement) => string;
  readonly instruction: (text: string) => void;
  /** False inside instructions and inside what only repeats the document. */
  readonly shows: () => boolean;
  /** A field that never ends must not swallow what follows: instructions end with their paragraph, all ends at a heading. */
  readonly endParagraph: () => void;
  readonly endAll: () => void;
};

type Field = { instruction: string; shown: boolean };

/** Fields stand in fields two or three deep; further ones are of no use but to an attack. */
const deepest = 50;

export function createFields(): Fields {
  let open: Field[] = [];
  return {
    mark: (character) => {
      const type = character.attributes.get('w:fldCharType');
      const field = open.at(-1);
      if (type === 'separate' && field !== undefined) field.shown = !repeating.test(field.instruction);
      else if (type === 'end') open.pop();
      if (type !== 'begin') return '';
      if (open.length < deepest) open.push({ instruction: '', shown: false });
      return checkBox(character);
    },
    instruction: (text) => {
      const field = open.at(-1);
      if (field !== undefined) field.instruction += text;
    },
    shows: () => open.every(({ shown }) => shown),
    endParagraph: () => {
      open = open.filter(({ instruction, shown }) => shown || repeating.test(instruction));
    },
    endAll: () => {
      open = [];
    },
  };
}

/** True when a field in one piece (`w:fldSimple`) only repeats the document. */
export function repeatsDocument(field: XmlElement): boolean {
  return repeating.test(field.attributes.get('w:instr') ?? '');
}

function checkBox(character: XmlElement): string {
  const box = childElement(childElement(character, 'w:ffData'), 'w:checkBox');
  if (box === undefined) return '';
  return (toggleOf(box, 'w:checked') ?? toggleOf(box, 'w:default') ?? false) ? '☒' : '☐';
}
