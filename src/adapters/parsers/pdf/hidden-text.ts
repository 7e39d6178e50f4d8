import type { ParsedPage, Rect, TextItem } from '@llamaindex/liteparse';
import { tunables } from '../../../../config/tunables.ts';
import { inFormField } from './form-values.ts';
import { layOutAgain } from './layout.ts';
import { picturesOf } from './page-picture.ts';

/** Pages without the text that nobody sees on them, and how many characters that was. */
export type SeenPages = { readonly pages: ParsedPage[]; readonly hiddenCharacters: number };

/**
 * Takes away text that cannot be seen: in the colour of what is behind it, transparent, invisible, covered, too small.
 * Colours and shapes only tell where to look, since what lies on top is not known: a picture of the page decides, so
 * white letters on a dark banner stay, and so does the recognised text under the picture of a scanned page.
 *
 * @param invisibleInk - true when the file prints text in the invisible mode somewhere: then all of it is looked at.
 */
export async function withoutHiddenText(
  bytes: Uint8Array,
  pages: readonly ParsedPage[],
  invisibleInk: boolean,
): Promise<SeenPages> {
  const hidden = new Map<ParsedPage, Set<TextItem>>();
  const suspects = new Map<ParsedPage, TextItem[]>();
  for (const page of pages) {
    const tiny = page.textItems.filter((item) => hasLetters(item) && isTiny(item, page));
    if (tiny.length > 0) hidden.set(page, new Set(tiny));
    const doubtful = (invisibleInk ? page.textItems : doubtfulItems(page)).filter(
      (item) => hasLetters(item) && !inFormField(item, page),
    );
    if (doubtful.length > 0) suspects.set(page, doubtful);
  }
  for await (const { page, picture } of picturesOf(bytes, [...suspects.keys()])) {
    const unseen = (suspects.get(page) ?? []).filter(
      (item) => picture.contrastIn(core(item)) < tunables.pdf.sameColour,
    );
    if (unseen.length > 0) hidden.set(page, new Set([...(hidden.get(page) ?? []), ...unseen]));
  }
  let hiddenCharacters = 0;
  for (const items of hidden.values()) for (const item of items) hiddenCharacters += item.text.trim().length;
  return { pages: pages.map((page) => withoutItems(page, hidden.get(page))), hiddenCharacters };
}

function withoutItems(page: ParsedPage, hidden: ReadonlySet<TextItem> | undefined): ParsedPage {
  if (hidden === undefined) return page;
  return layOutAgain(
    page,
    page.textItems.filter((item) => !hidden.has(item)),
  );
}

// A lone dot or dash leaves no trace in a small picture, and hides nothing.
const hasLetters = (item: TextItem): boolean => /[\p{L}\p{N}]/u.test(item.text);

function isTiny(item: TextItem, page: ParsedPage): boolean {
  return item.height < Math.min(tunables.pdf.readablePoints, page.height / 250);
}

// Where text may be hidden: faint or near white, in the colour of an area behind it, under a white area.
function doubtfulItems(page: ParsedPage): TextItem[] {
  const areas = areasOf(page);
  if (areas.length * page.textItems.length > maxComparisons) return page.textItems;
  return page.textItems.filter((item) => {
    const ink = colourOf(item.fillColor);
    if (ink.alpha < faint || isLight(ink)) return true;
    return areas.some(({ box, colour, mayCover }) => (mayCover || isNear(colour, ink)) && covers(box, item));
  });
}

type Area = { readonly box: Rect; readonly colour: Colour; readonly mayCover: boolean };

function areasOf(page: ParsedPage): Area[] {
  return (page.vectorGraphics?.shapes ?? []).flatMap(({ bbox, fill, fillColor }) => {
    const colour = colourOf(fillColor);
    if (!fill || colour.alpha < faint || Math.min(bbox.width, bbox.height) < minArea) return [];
    return [{ box: bbox, colour, mayCover: isLight(colour) && bbox.height <= page.height / 2 }];
  });
}

const isLight = ({ channels }: Colour): boolean => channels.every((channel) => channel > light);

const isNear = (one: Colour, other: Colour): boolean =>
  one.channels.every((channel, index) => Math.abs(channel - (other.channels[index] ?? 0)) < near);

/** Above, looking at the page costs less than comparing. */
const maxComparisons = 2_000_000;
/** Thinner areas are lines. */
const minArea = 3;
const light = 0xe0;
const faint = 0x40;
const near = 0x20;

function covers(shape: Rect, item: TextItem): boolean {
  const middle = item.y + item.height / 2;
  const across = Math.min(shape.x + shape.width, item.x + item.width) - Math.max(shape.x, item.x);
  return shape.y <= middle && shape.y + shape.height >= middle && across > item.width / 2;
}

// Rules and neighbouring lines touch the edges of the box.
function core({ x, y, width, height }: TextItem): Rect {
  const trimmed = Math.min(height * 0.2, 3);
  return { x, y: y + trimmed, width, height: height - 2 * trimmed };
}

type Colour = { readonly alpha: number; readonly channels: readonly number[] };

// "ff000066": alpha, red, green, blue. Absent, it is black.
function colourOf(colour = 'ff000000'): Colour {
  const value = Number.parseInt(colour, 16);
  return { alpha: value >>> 24, channels: [(value >> 16) & 255, (value >> 8) & 255, value & 255] };
}
