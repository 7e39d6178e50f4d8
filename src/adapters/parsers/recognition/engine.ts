import { LiteParse } from '@llamaindex/liteparse';
import { tunables } from '../../../../config/tunables.ts';
import type { Language } from '../../../core/document.ts';
import { cleanText } from '../clean-text.ts';
import type { Picture } from './picture.ts';
import { pdfOfPicture } from './picture-pdf.ts';

/** Words that the engine read as one run, where they stand on the page (points, from the top left). */
export type Run = {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Height of its letters above the line they stand on. */
  readonly rise: number;
};

/** What the engine is told: the folder of its data (see `language-data.ts`), and the language to expect. */
export type EngineOptions = { readonly languageData: string; readonly language: Language };

/** Reads an upright picture. */
export async function runsOf(picture: Picture, { languageData, language }: EngineOptions): Promise<Run[]> {
  const engine = new LiteParse({
    ocrEnabled: true,
    ocrLanguage: tunables.recognition.languages[language],
    tessdataPath: languageData,
    dpi: tunables.recognition.dotsPerInch,
    renderFormFields: false,
    extractLinks: false,
    imageMode: 'off',
    outputFormat: 'json',
    numWorkers: 1,
    quiet: true,
  });
  const { pages } = await engine.parse(pdfOfPicture(picture));
  return pages
    .flatMap((page) => page.textItems)
    .flatMap((item) => {
      const text = cleanText(item.text);
      if (text === '') return [];
      const { x: left, y: top, width, height, confidence = 0, fontSize: rise = height } = item;
      return [{ text, confidence, left, right: left + width, top, bottom: top + height, rise }];
    });
}

/** Letters and digits of runs, and how sure the engine is of them on average. */
export function certaintyOf(runs: readonly { readonly text: string; readonly confidence: number }[]): {
  readonly letters: number;
  readonly confidence: number;
} {
  let letters = 0;
  let sum = 0;
  for (const { text, confidence } of runs) {
    const count = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    letters += count;
    sum += count * confidence;
  }
  return { letters, confidence: letters === 0 ? 0 : sum / letters };
}
