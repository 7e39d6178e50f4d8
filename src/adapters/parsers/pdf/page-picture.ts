import { LiteParse, type ParsedPage, type Rect } from '@llamaindex/liteparse';
import { tunables } from '../../../../config/tunables.ts';
import { bufferOf } from './layout.ts';

/** What a page looks like. */
export type PagePicture = {
  /** How far the lightest and the darkest spot in a rectangle of the page (in points) are apart, from 0 to 255. */
  contrastIn(box: Rect): number;
};

/** Small pictures of some pages, one after the other in their order; without those that cannot be drawn. */
export async function* picturesOf(
  bytes: Uint8Array,
  pages: readonly ParsedPage[],
): AsyncGenerator<{ readonly page: ParsedPage; readonly picture: PagePicture }> {
  const { lookDpi, lookPages, lookPixels } = tunables.pdf;
  const dpiOf = ({ width, height }: ParsedPage): number =>
    Math.max(1, Math.floor(Math.min(lookDpi, 72 * Math.sqrt(lookPixels / (width * height)))));
  for (const [dpi, alike] of Map.groupBy(pages, dpiOf)) {
    const drawer = new LiteParse({ ocrEnabled: false, renderFormFields: false, dpi, quiet: true });
    for (let start = 0; start < alike.length; start += lookPages) {
      const some = alike.slice(start, start + lookPages);
      const drawn = await drawer.screenshot(
        bufferOf(bytes),
        some.map((page) => page.pageNum),
      );
      for (const { pageNum, imageBuffer } of drawn) {
        const page = some.find((candidate) => candidate.pageNum === pageNum);
        if (page !== undefined) yield { page, picture: pictureOf(await rasterOf(imageBuffer), page.width) };
      }
    }
  }
}

type Raster = {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
};

function pictureOf({ width, height, channels, data }: Raster, pagePoints: number): PagePicture {
  const scale = width / pagePoints;
  return {
    contrastIn: (box) => {
      const left = Math.max(0, Math.floor(box.x * scale));
      const right = Math.min(width, Math.ceil((box.x + box.width) * scale));
      const top = Math.max(0, Math.floor(box.y * scale));
      const bottom = Math.min(height, Math.ceil((box.y + box.height) * scale));
      let contrast = 0;
      for (let channel = 0; channel < Math.min(3, channels); channel += 1) {
        let least = 255;
        let most = 0;
        for (let y = top; y < bottom; y += 1) {
          for (let x = left; x < right; x += 1) {
            const value = data[(y * width + x) * channels + channel] ?? 0;
            if (value < least) least = value;
            if (value > most) most = value;
          }
        }
        contrast = Math.max(contrast, most - least);
      }
      return contrast;
    },
  };
}

// Only pictures that liteparse drew a moment ago come here, none from the file.
async function rasterOf(png: Buffer): Promise<Raster> {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, data };
}
