import { LiteParse, type ParsedPage } from '@llamaindex/liteparse';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import type { ReadOptions } from '../read-document.ts';
import { titleOf } from '../title.ts';
import { greyPicture, openPicture, type Picture, scaleOf } from './picture.ts';
import { recognisePages } from './recognise-pages.ts';

const pointsPerInch = 72;
/** Letters up to which a page has no text worth the name: a number, a stamp, the name of a scanner. */
const fewLetters = 60;
/** Part of the page that its largest picture covers when it may be a page of text. */
const pictureShare = 0.4;

/** The document with those pages of its PDF recognised when `recognise` is asked for, else counted. */
export async function withRecognisedPages(
  document: ParsedDocument,
  bytes: Uint8Array,
  pictures: readonly ParsedPage[],
  { recognise, onProgress }: ReadOptions,
): Promise<ParsedDocument> {
  const pages = new Map(pictures.map((page) => [page.pageNum, page]));
  if (recognise === undefined) return { ...document, pagesToRecognise: pages.size };
  if (pages.size === 0) return document;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const recognised = await recognisePages(
    document,
    [...pages.keys()],
    async (number) => drawGrey(file, number, pages.get(number)),
    { ...recognise, onProgress },
  );
  return { ...recognised, title: document.title ?? titleOf(null, recognised.blocks) };
}

/**
 * True for a page whose text is in a picture, or whose text layer is nonsense because its fonts do not tell their letters.
 * liteparse must have been asked for complexity and content bounds: a blank page has none.
 */
export function needsRecognition({ complexity, contentBounds, textItems }: ParsedPage): boolean {
  if (complexity === undefined || contentBounds === undefined) return false;
  if (complexity.isGarbled) return true;
  const letters = textItems.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
  if (letters === 0) return true;
  const covered = complexity.fullPageImage || complexity.largestImageCoverage >= pictureShare;
  const drawn = complexity.reasons.includes('vector-text');
  return letters <= fewLetters && (covered || drawn);
}

async function drawGrey(file: Buffer, number: number, page: ParsedPage | undefined): Promise<Picture> {
  const scale = scaleOf(Math.max(page?.width ?? 0, page?.height ?? 0, 1), pointsPerInch);
  const drawer = new LiteParse({
    ocrEnabled: false,
    // It would run the document's JavaScript.
    renderFormFields: false,
    dpi: scale * pointsPerInch,
    quiet: true,
  });
  const [drawn] = await drawer.screenshot(file, [number]);
  if (drawn === undefined) throw new Error('page not drawn');
  return greyPicture(openPicture(drawn.imageBuffer));
}
