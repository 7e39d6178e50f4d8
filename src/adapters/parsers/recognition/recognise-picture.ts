import { certaintyOf, type EngineOptions, type Run, runsOf } from './engine.ts';
import { type Picture, pointsPerPixel, turned } from './picture.ts';
import { tiltOf } from './tilt.ts';

/** Below this skew the engine reads as well without a turn, which would blur the type. */
const toleratedDegrees = 0.4;
/** Mean confidence of a page that stands upright; upside down, pages of print reach 0.6. */
const uprightConfidence = 0.8;
/** Letters from which a poor reading may be that of a page upside down; below, it is a picture. */
const minLetters = 30;

/** What was read on a page, once it stood upright, and how high the page is then (points). */
export type Reading = { readonly runs: readonly Run[]; readonly height: number };

/**
 * Reads a page however it lies: rotated by right angles, and skewed by up to 12 degrees. `null` for a blank page.
 */
export async function recognisePicture(picture: Picture, options: EngineOptions): Promise<Reading | null> {
  const tilt = await tiltOf(picture);
  if (tilt === null) return null;
  const degrees = (tilt.isSideways ? 90 : 0) - tilt.skewDegrees;
  const level = Math.abs(degrees) > toleratedDegrees ? await turned(picture, degrees) : picture;
  const height = level.height * pointsPerPixel;
  const runs = await runsOf(level, options);
  const certainty = certaintyOf(runs);
  if (certainty.confidence >= uprightConfidence || certainty.letters < minLetters) return { runs, height };
  const other = await runsOf(await turned(level, 180), options);
  return { runs: certaintyOf(other).confidence > certainty.confidence ? other : runs, height };
}
