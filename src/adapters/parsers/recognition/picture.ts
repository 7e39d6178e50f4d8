import sharp, { type Sharp } from 'sharp';
import { tunables } from '../../../../config/tunables.ts';

const { dotsPerInch, longSide, maxEnlargement, picturePixels } = tunables.recognition;

/** Length of a pixel at the resolution of pictures. */
export const pointsPerPixel = 72 / dotsPerInch;

/** A page as grey pixels, one byte each, row by row. It is drawn at about `tunables.recognition.dotsPerInch`. */
export type Picture = { readonly pixels: Buffer; readonly width: number; readonly height: number };

sharp.cache(false);
// One page at a time, beside first readings: a second thread would take their processor.
sharp.concurrency(1);
// libvips reads dozens of formats, some through other programs: only what is asked for can be reached.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadTiffBuffer'],
});

/** Opens a PNG, JPEG or TIFF; `page` counts from 0. Decoding fails above a number of pixels, before they are made. */
export function openPicture(bytes: Uint8Array, page = 0): Sharp {
  return sharp(bytes, { page, limitInputPixels: picturePixels, failOn: 'error', sequentialRead: true });
}

/** The pixels of a page that was drawn at the right size. */
export async function greyPicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image
    .flatten({ background: 'white' })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

/**
 * By how much a page is to be made larger or smaller so that its type has a good size. `resolution` is in dots an inch,
 * `null` when it is not known; odd ones (a scan that claims to be a poster, a card) are held to usual lengths.
 */
export function scaleOf(pixels: number, resolution: number | null): number {
  const wanted = resolution === null ? longSide.most : (pixels * dotsPerInch) / resolution;
  const length = Math.min(longSide.most, Math.max(longSide.least, wanted));
  return Math.min(maxEnlargement, length / pixels);
}

/** The picture turned by an angle in degrees, clockwise; what comes in at the corners is white. */
export function turned(picture: Picture, degrees: number): Promise<Picture> {
  return greyPicture(asSharp(picture).rotate(degrees, { background: 'white' }));
}

/** The picture at a part of its size, each pixel beside the light around it. */
export async function reduced(
  picture: Picture,
  width: number,
): Promise<{ readonly picture: Picture; readonly light: Buffer }> {
  const small = await greyPicture(asSharp(picture).resize({ width, withoutEnlargement: true }));
  const { pixels } = await greyPicture(asSharp(small).blur(lightSigma));
  return { picture: small, light: pixels };
}

/** Wider than a line of type, narrower than a shadow (pixels of the reduced picture). */
const lightSigma = 8;

function asSharp({ pixels, width, height }: Picture): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 1 } });
}
