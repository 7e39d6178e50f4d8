import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, SensitivityLabel } from '../../../core/parsed-document.ts';
import { charsetOfCodePage, createTextBuffer, documentCharsets } from './rtf-charset.ts';
import { formatAfter, initialFormat, type RtfFormat } from './rtf-format.ts';
import {
  type RtfInformation,
  type RtfStyle,
  readFonts,
  readInformation,
  readLabels,
  readStyles,
  readWhites,
} from './rtf-prologue.ts';
import { createStory, type RtfStory, type StoryKind } from './rtf-story.ts';
import { characters, ignorableWithText, paragraphEnds, skippedGroups, storyOf } from './rtf-words.ts';
import { type RtfToken, scanRtf } from './scan-rtf.ts';

export type InterpretedRtf = {
  readonly blocks: readonly ParsedBlock[];
  /** What headers and footers say. */
  readonly furniture: readonly ParsedBlock[];
  readonly information: RtfInformation;
  readonly labels: readonly SensitivityLabel[];
  readonly hiddenCharacters: number;
  readonly isTruncated: boolean;
};

/** A word processor nests some tens of groups; deeper ones share the format of the last that counts. */
const maxDepth = 2_000;
/** Letters of one point are not meant to be read. */
const tinyHalfPoints = 2;

type Frame = {
  readonly format: RtfFormat;
  readonly story: RtfStory;
  /** Where text goes: to the story, to the mark of a list item, or nowhere (around a text box). */
  readonly sink: 'story' | 'mark' | 'nothing';
};

/** Follows the control words of an RTF file, in one pass, without recursion, and gives what they make of its text. */
export function interpretRtf(bytes: Uint8Array): InterpretedRtf {
  const scanner = scanRtf(bytes);
  const text = createTextBuffer();
  const furniture: ParsedBlock[] = [];
  const labels: SensitivityLabel[] = [];
  let styles: ReadonlyMap<number, RtfStyle> = new Map();
  let fonts: ReadonlyMap<number, string> = new Map();
  let whites: ReadonlySet<number> = new Set();
  let information: RtfInformation = { texts: new Map(), dates: new Map() };
  let charset = 'cp1252';
  let defaultFont = 0;
  let hiddenCharacters = 0;
  let readCharacters = 0;
  let isIgnorable = false;

  const startStory = (kind: StoryKind): RtfStory => createStory(kind, () => styles);
  const body = startStory('body');
  let frame: Frame = { format: initialFormat, story: body, sink: 'story' };
  const outer: Frame[] = [];
  let uncounted = 0;

  const flush = (): void => {
    const taken = text.take();
    if (taken === '' || frame.sink === 'nothing' || frame.format.deleted) return;
    if (frame.sink === 'mark') frame.story.mark(taken);
    else if (isInvisible()) hiddenCharacters += taken.replace(/\s/g, '').length;
    else {
      readCharacters += taken.length;
      frame.story.write(taken, frame.format);
    }
  };

  const isInvisible = (): boolean => {
    const { hidden, halfPoints, color, shadedText, shadedParagraph, tableDepth } = frame.format;
    if (hidden || halfPoints <= tinyHalfPoints) return true;
    // Boxes and cells may have a ground on which white letters are seen.
    if (!whites.has(color) || shadedText || shadedParagraph || frame.story.kind === 'text-box') return false;
    return !(tableDepth > 0 && frame.story.hasShadedCells());
  };

  const open = (): void => {
    if (outer.length < maxDepth) outer.push(frame);
    else uncounted += 1;
  };

  const close = (): void => {
    if (uncounted > 0) uncounted -= 1;
    else {
      const parent = outer.pop();
      if (parent === undefined) return;
      if (parent.story !== frame.story) endStory(frame.story, parent.story);
      frame = parent;
    }
  };

  const endStory = (story: RtfStory, host: RtfStory): void => {
    const blocks = story.finish(frame.format);
    const { kind } = story;
    if (kind === 'furniture') for (const block of blocks) furniture.push(block);
    else if (kind === 'note' || kind === 'comment') {
      body.attachAside(blocks.map((block) => ({ ...withoutLevel(block), aside: kind })));
    } else host.attachBox(blocks);
  };

  /** Takes the word that opens a group of a kind of its own; false when it is an ordinary word. */
  const opensGroup = (name: string): boolean => {
    if (outer.length < 2) return false;
    const kind = storyOf.get(name);
    if (kind !== undefined) frame = { format: initialFormat, story: startStory(kind), sink: 'story' };
    else if (name === 'listtext' || name === 'pntext') frame = { ...frame, sink: 'mark' };
    else if (name === 'shpinst' || name === 'do') frame = { ...frame, sink: 'nothing' };
    else if (readsWholeGroup(name)) close();
    else return false;
    return true;
  };

  const readsWholeGroup = (name: string): boolean => {
    if (name === 'fonttbl') fonts = readFonts(scanner);
    else if (name === 'colortbl') whites = readWhites(scanner);
    else if (name === 'stylesheet') styles = readStyles(scanner);
    else if (name === 'info') information = readInformation(scanner, charset);
    else if (name === 'userprops') labels.push(...readLabels(scanner));
    else if (skippedGroups.has(name) || (isIgnorable && !ignorableWithText.has(name))) scanner.skipGroup();
    else return false;
    return true;
  };

  const word = (name: string, value: number | null): void => {
    const isCopy = text.stopSkipping();
    flush();
    if (opensGroup(name)) return;
    const character = characters.get(name);
    if (character !== undefined && !isCopy) text.addText(character);
    else if (paragraphEnds.has(name)) frame.story.endParagraph(frame.format);
    else if (name === 'cell') frame.story.endCell(frame.format);
    else if (name === 'row') frame.story.endRow(frame.format);
    else if (name === 'deff') defaultFont = value ?? 0;
    else if (name === 'ansicpg') charset = charsetOfCodePage(value ?? 0) ?? charset;
    else if (documentCharsets.has(name)) charset = documentCharsets.get(name) ?? charset;
    else if (!frame.story.defineRow(name, value))
      frame = { ...frame, format: formatAfter(frame.format, name, value) };
  };

  const symbol = (character: string): void => {
    const isCopy = text.stopSkipping();
    if (character === '\r' || character === '\n') {
      flush();
      frame.story.endParagraph(frame.format);
    } else if (character === '{' || character === '}' || character === '\\') text.addText(character);
    else if (character === '~' && !isCopy) text.addText(' ');
    else if (character === '_' && !isCopy) text.addText('-');
  };

  const take = (token: RtfToken): void => {
    if (token.kind === 'bytes')
      text.addBytes(token.bytes, fonts.get(frame.format.font ?? defaultFont) ?? charset);
    else if (token.kind === 'symbol') symbol(token.character);
    else if (token.kind === 'word') {
      if (token.name === 'u') text.addUnicode(token.value ?? 0, frame.format.unicodeSkip);
      else word(token.name, token.value);
    } else {
      text.stopSkipping();
      flush();
      if (token.kind === 'open') open();
      else close();
    }
    isIgnorable = token.kind === 'symbol' && token.character === '*';
  };

  const isTruncated = (): boolean => readCharacters > tunables.parsing.plainCharacters;

  for (let token = scanner.next(); token !== null; token = scanner.next()) {
    take(token);
    if ((token.kind === 'close' && outer.length === 0) || isTruncated()) break;
  }
  flush();
  // A file that is cut short leaves groups open.
  uncounted = 0;
  while (outer.length > 0) close();
  const blocks = body.finish(frame.format);
  return { blocks, furniture, information, labels, hiddenCharacters, isTruncated: isTruncated() };
}

function withoutLevel(block: ParsedBlock): ParsedBlock {
  return block.kind === 'heading' ? { kind: 'paragraph', text: block.text } : block;
}
