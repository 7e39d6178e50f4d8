import { LiteParse } from '@llamaindex/liteparse';
import { tunables } from '../../../../config/tunables.ts';
import type { Task } from '../task.ts';
import { bufferOf } from './layout.ts';

type Drawing = Extract<Task, { task: 'draw-page' }>;

/**
 * A page of a PDF as a PNG of at most this width, smaller when the page is so high that it would hold too many pixels;
 * `null` when there is no such page or PDFium cannot draw it. Forms are drawn as printed: nothing in the file is run.
 */
export async function drawPage(
  bytes: Uint8Array,
  { page, widthPixels }: Drawing,
): Promise<Uint8Array | null> {
  const common = { ocrEnabled: false, renderFormFields: false, quiet: true, numWorkers: 1 } as const;
  const file = bufferOf(bytes);
  try {
    const sizes = await new LiteParse({ ...common, targetPages: String(page) }).parse(file);
    const size = sizes.pages.find((candidate) => candidate.pageNum === page);
    if (size === undefined) return null;
    const dpi = dpiFor(size.width, size.height, widthPixels);
    const [drawn] = await new LiteParse({ ...common, dpi }).screenshot(file, [page]);
    return drawn === undefined ? null : new Uint8Array(drawn.imageBuffer);
  } catch {
    return null;
  }
}

function dpiFor(width: number, height: number, widthPixels: number): number {
  const wide = Math.min(widthPixels, tunables.pdf.drawnWidth) / width;
  const whole = Math.sqrt(tunables.pdf.drawnPixels / (width * height));
  return 72 * Math.min(wide, whole);
}
