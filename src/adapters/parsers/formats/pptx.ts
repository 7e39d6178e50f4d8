import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { blockCharacters } from '../block-characters.ts';
import { paragraphTexts } from '../ooxml/drawing-text.ts';
import { factsOf } from '../ooxml/facts.ts';
import { type Parts, readParts, xmlOfPart } from '../ooxml/read-parts.ts';
import { mainPart, relationshipId, relationshipsOf } from '../ooxml/relationships.ts';
import { parsedDocument } from '../parsed.ts';
import { blocksOfShape } from '../pptx/blocks-of-shape.ts';
import { sightOf } from '../pptx/hidden-text.ts';
import { type Rectangle, shapesOf } from '../pptx/shapes.ts';
import { commentAuthors, slideComments } from '../pptx/slide-comments.ts';
import { Refusal } from '../refusal.ts';
import { meaningfulTitle } from '../title.ts';
import { childElement, childElements, findElement, findElements, type XmlElement } from '../xml-reader.ts';

const kept =
  /(\.rels|docProps\/(core|custom)\.xml|docMetadata\/LabelInfo\.xml|(^|\/)ppt\/(?!media\/|embeddings\/).*\.xml|vbaProject\.bin)$/i;
/** Placeholders that repeat themselves on every slide. */
const furniture = /^(dt|ftr|sldNum|hdr|sldImg)$/;

/**
 * Reads a PowerPoint presentation slide by slide: title, text in reading order, tables, words of charts and diagrams, then
 * comments and speaker notes apart. What nobody sees (hidden slides and shapes, white on white) is counted and left out.
 */
export async function readPptx(bytes: Uint8Array): Promise<ParsedDocument> {
  const { parts, leftOut } = readParts(bytes, (name) => kept.test(name));
  const main = mainPart(parts, 'ppt/presentation.xml');
  if (!parts.has(main)) throw new Refusal('failed', 'damaged', 'no presentation');
  const presentation = xmlOfPart(parts, main);
  const relationships = relationshipsOf(parts, main);
  const authors = commentAuthors(parts, main);
  const listed = findElements(presentation, 'sldId').flatMap((element) => {
    const id = relationshipId(element);
    const target = relationships.find((one) => one.id === id)?.target;
    return target === undefined || !parts.has(target) ? [] : [target];
  });
  const size = findElement(presentation, 'sldSz')?.attributes;
  const [width, height] = [Number(size?.get('cx')), Number(size?.get('cy'))];
  const paper = width > 0 && height > 0 ? { x: 0, y: 0, width, height } : null;

  const layers = new Map<string, XmlElement>();
  const layerOf = (part: string): XmlElement => {
    const layer = layers.get(part) ?? xmlOfPart(parts, part);
    layers.set(part, layer);
    return layer;
  };

  const blocks: ParsedBlock[] = [];
  let hidden = 0;
  listed.slice(0, tunables.parsing.slides).forEach((part, index) => {
    const slide = readSlide(parts, part, { paper, authors, layerOf });
    hidden += slide.hidden;
    const place = { kind: 'slide', from: index + 1, to: index + 1 } as const;
    for (const block of slide.blocks) blocks.push({ ...block, place });
  });

  const { title, facts } = factsOf(parts);
  const document = parsedDocument(blocks, {
    ...facts,
    title: meaningfulTitle(title) ?? firstTitle(blocks),
    pages: listed.length,
  });
  const cut = leftOut + Math.max(0, listed.length - tunables.parsing.slides);
  return addWarning(addWarning(document, 'hidden-text', hidden), 'truncated', cut);
}

/** What the slides of a presentation have in common. */
type Deck = {
  readonly paper: Rectangle | null;
  readonly authors: ReadonlyMap<string, string>;
  /** A layout, master or theme, read once for all its slides. */
  readonly layerOf: (part: string) => XmlElement;
};

type Slide = { readonly blocks: readonly ParsedBlock[]; readonly hidden: number };

function readSlide(parts: Parts, part: string, { paper, authors, layerOf }: Deck): Slide {
  const slide = xmlOfPart(parts, part);
  const layoutPart = targetOf(parts, part, 'slideLayout');
  const masterPart = targetOf(parts, layoutPart, 'slideMaster');
  const layout = layerOf(layoutPart);
  const theme = layerOf(targetOf(parts, masterPart, 'theme'));
  const sight = sightOf([slide, layout, layerOf(masterPart)], theme, paper);
  let hidden = 0;
  const hide = (characters: number): void => {
    hidden += characters;
  };
  const opensPart = /^(title|secHead)$/.test(childElements(layout)[0]?.attributes.get('type') ?? '');
  const context = { parts, part, sight, titleLevel: opensPart ? 1 : 2, hide };
  const blocks: ParsedBlock[] = [];
  for (const shape of shapesOf(slide)) {
    if (furniture.test(shape.placeholder ?? '')) continue;
    const found = blocksOfShape(shape, context);
    if (sight.hidesShape(shape)) hidden += blockCharacters(found);
    else blocks.push(...found);
  }
  for (const text of slideComments(parts, part, authors))
    blocks.push({ kind: 'paragraph', text, aside: 'comment' });
  for (const text of notesOf(parts, part)) blocks.push({ kind: 'paragraph', text, aside: 'speaker-notes' });
  const shown = !/^(0|false)$/.test(childElements(slide)[0]?.attributes.get('show') ?? '');
  return shown ? { blocks, hidden } : { blocks: [], hidden: hidden + blockCharacters(blocks) };
}

function notesOf(parts: Parts, part: string): string[] {
  const notes = xmlOfPart(parts, targetOf(parts, part, 'notesSlide'));
  return shapesOf(notes)
    .filter(({ placeholder }) => placeholder === 'body')
    .flatMap(({ element }) => paragraphTexts(childElement(element, 'txBody') ?? element));
}

function targetOf(parts: Parts, part: string, kind: string): string {
  return relationshipsOf(parts, part).find((one) => one.kind === kind)?.target ?? '';
}

function firstTitle(blocks: readonly ParsedBlock[]): string | null {
  const heading = blocks.find(({ kind }) => kind === 'heading');
  return heading?.kind === 'heading' ? meaningfulTitle(heading.text) : null;
}
