import type { Language } from './document.ts';
import type { ParsedBlock } from './parsed-document.ts';
import type { Aside } from './place.ts';
import { placeLabel } from './place-label.ts';

const asideNames: Readonly<Record<Language, Readonly<Record<Aside, string>>>> = {
  fr: {
    note: 'note',
    comment: 'commentaire',
    'speaker-notes': 'notes de l’orateur',
    'mail-history': 'messages précédents',
    'mail-signature': 'signature',
  },
  en: {
    note: 'note',
    comment: 'comment',
    'speaker-notes': 'speaker notes',
    'mail-history': 'earlier messages',
    'mail-signature': 'signature',
  },
};

/**
 * The blocks of a document as lines for people: headings and lists with their marks, rows of tables between bars, and a line
 * in brackets wherever the place or the kind of text changes.
 */
export function describeBlocks(blocks: readonly ParsedBlock[], language: Language): string[] {
  let where = '';
  return blocks.flatMap((block) => {
    const facts = factsOf(block, language);
    const mark = facts === where || facts === '' ? [] : [`[${facts}]`];
    where = facts;
    return [...mark, ...linesOf(block)];
  });
}

function factsOf({ place, aside, recognised }: ParsedBlock, language: Language): string {
  const confidence = recognised === undefined ? '' : `${Math.round(recognised * 100)} %`;
  const ocr = language === 'fr' ? 'caractères reconnus' : 'characters recognised';
  return [
    place === undefined ? '' : placeLabel(place, language),
    aside === undefined ? '' : asideNames[language][aside],
    confidence && `${ocr}, ${confidence}`,
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

function linesOf(block: ParsedBlock): string[] {
  switch (block.kind) {
    case 'heading':
      return ['', `${'#'.repeat(block.level)} ${block.text}`];
    case 'list-item':
      return [`${'  '.repeat(block.depth)}- ${block.text}`];
    case 'quote':
      return [`> ${block.text}`];
    case 'table': {
      const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
      const header = block.header.length === 0 ? [] : [row(block.header), row(block.header.map(() => '---'))];
      return [...header, ...block.rows.map(row)];
    }
    default:
      return [block.text];
  }
}
