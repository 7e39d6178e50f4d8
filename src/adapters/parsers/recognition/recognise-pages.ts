import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { Refusal } from '../refusal.ts';
import { blocksOfRuns } from './blocks-of-runs.ts';
import { legibleRuns } from './legible-runs.ts';
import type { Picture } from './picture.ts';
import { createReaderOfPictures } from './reader-of-pictures.ts';

export type RecognitionOptions = {
  /** Folder of the engine's data. */
  readonly languageData: string;
  /** Called at every step, so that a long document is not taken for a process that hangs. */
  readonly onProgress?: (() => void) | undefined;
};

/**
 * Recognises pages one after the other, within the budget of pages and of time that a document has, and puts their
 * blocks in the place of what the text layer gave of them, where they hold more. `draw` gives the picture of a page;
 * when it throws, the page is left, or the file with a `Refusal`. Blank pages are no loss, other pages without text are
 * counted in a warning.
 */
export async function recognisePages(
  document: ParsedDocument,
  pages: readonly number[],
  draw: (page: number) => Promise<Picture>,
  { languageData, onProgress }: RecognitionOptions,
): Promise<ParsedDocument> {
  const { pagesPerDocument, documentMs } = tunables.recognition;
  const end = performance.now() + documentMs;
  const read = createReaderOfPictures(languageData, onProgress);
  const blocksByPage = Map.groupBy(document.blocks, pageOf);
  let recognised = 0;
  let withoutText = pages.length;
  for (const page of pages.slice(0, pagesPerDocument)) {
    if (performance.now() > end) break;
    const before = blocksByPage.get(page) ?? [];
    const picture = await drawIfPossible(draw, page);
    onProgress?.();
    const reading = picture && (await read(picture));
    const blocks = reading ? blocksOfRuns(legibleRuns(reading.runs), page, reading.height) : [];
    const isBlank = picture !== null && reading === null;
    if (isBlank || blocks.length + before.length > 0) withoutText -= 1;
    if (lettersOf(blocks) <= lettersOf(before)) continue;
    blocksByPage.set(page, blocks);
    recognised += 1;
  }
  const inOrder = [...blocksByPage].toSorted(([a], [b]) => a - b).flatMap(([, blocks]) => blocks);
  const whole = addWarning({ ...document, blocks: inOrder }, 'text-recognised', recognised);
  return addWarning(whole, 'pages-without-text', withoutText);
}

async function drawIfPossible(
  draw: (page: number) => Promise<Picture>,
  page: number,
): Promise<Picture | null> {
  try {
    return await draw(page);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return null;
  }
}

// A block without a page stays before the first one.
function pageOf({ place }: ParsedBlock): number {
  return place?.kind === 'page' ? place.from : 0;
}

function lettersOf(blocks: readonly ParsedBlock[]): number {
  const texts = blocks.map((block) => (block.kind === 'table' ? block.rows.flat().join('') : block.text));
  return texts.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
