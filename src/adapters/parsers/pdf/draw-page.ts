import { LiteParse } from '@llamaindex/liteparse';
import type { Task } from '../task.ts';

type Drawing = Extract<Task, { task: 'draw-page' }>;

/** A page of a PDF as a PNG; `null` when there is no such page or PDFium cannot draw it. */
export async function drawPage(bytes: Uint8Array, { page }: Drawing): Promise<Uint8Array | null> {
  const parser = new LiteParse({ ocrEnabled: false, renderFormFields: false, dpi: 110, quiet: true });
  try {
    const [drawn] = await parser.screenshot(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), [
      page,
    ]);
    return drawn === undefined ? null : new Uint8Array(drawn.imageBuffer);
  } catch {
    return null;
  }
}
