import type { ParsedPage } from '@llamaindex/liteparse';
import { isRightToLeft } from './right-to-left.ts';

/** Letters printed over a scanned page all the same: the stamp of a transmission, a page number, an electronic signature. */
const maxStampLetters = 200;
/** Share of a page that a picture takes when it is the page, margins left; and the letters of a legend beside it. */
const minPictureShare = 0.4;
const maxLegendLetters = 50;
/** Share of a page without a letter that something is drawn on: less is a rule, a logo, a stamp. */
const minDrawnShare = 0.1;

/**
 * True for a page whose text is in a picture: a scan, a photograph of a sheet, letters drawn as shapes, or letters whose
 * meaning the file hides. liteparse must have been asked for complexity and content bounds: a blank page has none.
 */
export function needsRecognition(page: ParsedPage): boolean {
  const { complexity, contentBounds, textItems } = page;
  if (complexity === undefined || contentBounds === undefined) return false;
  // Arabic counts as garbled there.
  if (complexity.isGarbled && !isRightToLeft(page)) return true;
  const letters = textItems.reduce((total, { text }) => total + (text.match(/\p{L}/gu)?.length ?? 0), 0);
  // A picture inside a form object is not counted as one, but it takes its place.
  const drawnShare = (contentBounds.width * contentBounds.height) / (page.width * page.height);
  if (letters === 0) return drawnShare >= minDrawnShare;
  if (complexity.fullPageImage) return letters <= maxStampLetters;
  const isPicture = complexity.imageCoverage >= minPictureShare || complexity.reasons.includes('vector-text');
  return isPicture && letters <= maxLegendLetters;
}
