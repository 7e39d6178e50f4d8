import { LiteParse, type ParsedPage } from '@llamaindex/liteparse';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import type { ReadOptions } from '../read-document.ts';
import { titleOf } from '../title.ts';
import { greyPicture, openPicture, type Picture, scaleOf } from './picture.ts';
import { recognisePages } from './recognise-pages.ts';

const pointsPerInch = 72;
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
