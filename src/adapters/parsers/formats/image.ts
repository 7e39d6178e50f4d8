import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { parsedDocument } from '../parsed.ts';
import type { ReadOptions } from '../read-document.ts';
import { greyPicture, openPicture, type Picture, scaleOf } from '../recognition/picture.ts';
import { recognisePages } from '../recognition/recognise-pages.ts';
import { Refusal } from '../refusal.ts';
import { titleOf } from '../title.ts';

/** What screens and programs write when they do not know (72, 96) says nothing of the size of the type. */
const plausible = { least: 120, most: 1_200 };
const tooManyPixels = /exceeds pixel limit/i;

/** Reads a picture (PNG, JPEG, TIFF with its pages) by character recognition; without `recognise`, its pages are counted. */
export async function readImage(bytes: Uint8Array, options: ReadOptions): Promise<ParsedDocument> {
  const { pages, resolution } = await describe(bytes);
  const document = parsedDocument([], { pages });
  if (options.recognise === undefined) return { ...document, pagesToRecognise: pages };
  const numbers = Array.from({ length: pages }, (_, index) => index + 1);
  const { recognise, onProgress } = options;
  const recognised = await recognisePages(document, numbers, (page) => pageOf(bytes, page, resolution), {
    ...recognise,
    onProgress,
  });
  return { ...recognised, title: titleOf(null, recognised.blocks) };
}

async function describe(bytes: Uint8Array): Promise<{ pages: number; resolution: number | null }> {
  try {
    const { pages = 1, density = 0 } = await openPicture(bytes).metadata();
    const isTold = density >= plausible.least && density <= plausible.most;
    return { pages, resolution: isTold ? density : null };
  } catch (error) {
    const isLarge = error instanceof Error && tooManyPixels.test(error.message);
    throw new Refusal('failed', isLarge ? 'too-large' : 'damaged', 'picture');
  }
}

/** A page upright by its EXIF mark, at a good size. Without its first page, a file is damaged. */
async function pageOf(bytes: Uint8Array, page: number, resolution: number | null): Promise<Picture> {
  try {
    const image = openPicture(bytes, page - 1);
    const { width = 1, height = 1 } = await image.metadata();
    const longSide = Math.max(width, height);
    const side = Math.max(1, Math.round(longSide * scaleOf(longSide, resolution)));
    return await greyPicture(image.autoOrient().resize({ width: side, height: side, fit: 'inside' }));
  } catch (error) {
    if (page === 1) throw new Refusal('failed', 'damaged', 'picture');
    throw error;
  }
}
