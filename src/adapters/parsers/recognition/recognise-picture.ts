import { certaintyOf, type Run, runsOf } from './engine.ts';
import { type Picture, turned } from './picture.ts';
import { tiltOf } from './tilt.ts';

/** Below this skew the engine reads as well without a turn, which would blur the type. */
const toleratedDegrees = 0.4;
/** Mean confidence of a page that stands upright; upside down, pages of print reach 0.6. */
const upright = 0.8;
/** Letters from which a poor reading may be that of a page upside down; below, it is a picture. */
const minLetters = 30;

/** Reads a page however it lies: rotated by right angles, and skewed by up to 12 degrees. */
export async function recognisePicture(picture: Picture, languageData: string): Promise<Run[]> {
  const { isSideways, skewDegrees } = await tiltOf(picture);
  const degrees = (isSideways ? 90 : 0) - skewDegrees;
  const level = Math.abs(degrees) > toleratedDegrees ? await turned(picture, degrees) : picture;
  const first = await runsOf(level, languageData);
  const certainty = certaintyOf(first);
  if (certainty.confidence >= upright || certainty.letters < minLetters) return first;
  const other = await runsOf(await turned(level, 180), languageData);
  return certaintyOf(other).confidence > certainty.confidence ? other : first;
}
