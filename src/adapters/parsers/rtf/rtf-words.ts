import type { StoryKind } from './rtf-story.ts';

/** Groups whose content is no text of the document, or repeats it for older programs. */
export const skippedGroups: ReadonlySet<string> = new Set(
  'pict objdata objclass objname objalias fldinst datafield themedata colorschememapping datastore listtable listoverridetable rsidtbl revtbl filetbl generator xmlnstbl nonesttables nesttableprops shprslt mmath bkmkstart bkmkend atnid atnauthor atntime atnref atndate atrfstart atrfend ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn tc tcn xe rxe template private pn ud'.split(
    ' ',
  ),
);

/** Groups that a reader may ignore, as their `\*` says, but whose text is the document's. */
export const ignorableWithText: ReadonlySet<string> = new Set(['shpinst', 'do', 'annotation', 'userprops']);

/** Words that open a story beside the body. */
export const storyOf: ReadonlyMap<string, StoryKind> = new Map<string, StoryKind>([
  ['footnote', 'note'],
  ['annotation', 'comment'],
  ['shptxt', 'text-box'],
  ['dptxbxtext', 'text-box'],
  ...['header', 'headerl', 'headerr', 'headerf', 'footer', 'footerl', 'footerr', 'footerf'].map(
    (name): [string, StoryKind] => [name, 'furniture'],
  ),
]);

/** Words that stand for a character; a break of line within a paragraph is a space. */
export const characters: ReadonlyMap<string, string> = new Map([
  ...['tab', 'line', 'lbr', 'softline', 'emspace', 'enspace', 'qmspace'].map((name): [string, string] => [
    name,
    ' ',
  ]),
  ['emdash', '—'],
  ['endash', '–'],
  ['bullet', '•'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['zwj', '\u200D'],
  ['zwnj', '\u200C'],
]);

/** Words that end a paragraph. Cells of a table within a cell become paragraphs of that cell. */
export const paragraphEnds: ReadonlySet<string> = new Set(['par', 'sect', 'page', 'column', 'nestcell']);
