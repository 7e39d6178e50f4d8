import type { ParsedPage } from '@llamaindex/liteparse';
import { isRightToLeft } from './right-to-left.ts';

/** Letters printed over a scanned page all the same: the stamp of a transmission, a page number, an electronic signature. */
const maxStampLetters = 200;
/** Share of a page that a picture takes when it is the page, margins left; and the letters of a legend beside it. */
const minPictureShare = 0.4;
const maxLegendLetters = 50;

/** True for a page whose text is in a picture: a scan, a photograph of a sheet, or letters whose meaning the file hides. */
export function needsRecognition(page: ParsedPage): boolean {
  const { complexity, textItems } = page;
  if (complexity === undefined) return false;
  // Arabic counts as garbled there.
  if (complexity.isGarbled && !isRightToLeft(page)) return true;
  const letters = textItems.reduce((total, { text }) => total + (text.match(/\p{L}/gu)?.length ?? 0), 0);
  if (complexity.fullPageImage) return letters <= maxStampLetters;
  return complexity.imageCoverage >= minPictureShare && letters <= maxLegendLetters;
}
