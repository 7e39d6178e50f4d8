import type { Language } from '../../../core/document.ts';
import { languageByFunctionWords } from '../../../core/find/function-words.ts';
import { certaintyOf } from './engine.ts';
import type { Picture } from './picture.ts';
import { type Reading, recognisePicture } from './recognise-picture.ts';

/**
 * Reads the pictures of one document in the language that it turns out to be in: a page is read for the language of the
 * page before, and once more when it is in the other one. `null` for a blank page.
 */
export function createReaderOfPictures(
  languageData: string,
  onProgress?: () => void,
): (picture: Picture) => Promise<Reading | null> {
  let language: Language = 'fr';
  return async (picture) => {
    const reading = await recognisePicture(picture, { languageData, language });
    onProgress?.();
    const found = reading && languageByFunctionWords(reading.runs.map(({ text }) => text).join(' '));
    if (found === null || found === language) return reading;
    const other = await recognisePicture(picture, { languageData, language: found });
    if (reading === null || other === null || confidenceOf(other) < confidenceOf(reading)) return reading;
    language = found;
    return other;
  };
}

const confidenceOf = ({ runs }: Reading): number => certaintyOf(runs).confidence;
