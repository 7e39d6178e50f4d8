import { LiteParse } from '@llamaindex/liteparse';
import { tunables } from '../../../../config/tunables.ts';

/** The text of each page of a PDF as it is printed, headers and all, without structure; `null` when it cannot be read. */
export async function pageTexts(bytes: Uint8Array): Promise<readonly string[] | null> {
  const parser = new LiteParse({
    ocrEnabled: false,
    renderFormFields: false,
    continueOnPageError: true,
    imageMode: 'off',
    outputFormat: 'text',
    numWorkers: 1,
    quiet: true,
  });
  try {
    const { pages, totalPages } = await parser.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
    const texts = Array.from({ length: totalPages }, () => '');
    for (const { pageNum, text } of pages) texts[pageNum - 1] = text;
    const characters = texts.reduce((total, text) => total + text.length, 0);
    return characters > tunables.parsing.outputCharacters ? null : texts;
  } catch {
    return null;
  }
}
