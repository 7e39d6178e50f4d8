import {
  type Graphic,
  LiteParse,
  type LiteParseConfig,
  type PageInput,
  type ParsedPage,
  type ParseResult,
  type TextItem,
  type VectorGraphics,
} from '@llamaindex/liteparse';
import { Refusal } from '../refusal.ts';

/**
 * How liteparse is asked to read. renderFormFields stays off: it would run the document's JavaScript. OCR stays off:
 * `recognition/` has its own pass.
 */
const layoutOptions = {
  ocrEnabled: false,
  renderFormFields: false,
  extractBlocks: true,
  extractLinks: false,
  extractDocumentMetadata: true,
  extractTextMetadata: true,
  extractAnnotations: true,
  extractContentBounds: true,
  extractFormFields: true,
  extractVectorGraphics: true,
  includeComplexity: true,
  preserveVerySmallText: true,
  continueOnPageError: true,
  imageMode: 'off',
  outputFormat: 'json',
  numWorkers: 1,
  quiet: true,
} as const satisfies Partial<LiteParseConfig>;

/** The pages of a PDF with their words, shapes and blocks. Throws `Refusal` when it is locked or broken. */
export async function layOut(bytes: Uint8Array): Promise<ParseResult> {
  try {
    return await new LiteParse(layoutOptions).parse(bufferOf(bytes));
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/password/i.test(message)) throw new Refusal('skipped', 'encrypted');
    throw new Refusal('failed', 'damaged', 'PDF structure');
  }
}

/** A page with other words or shapes than it was read with: its blocks are made anew from them. */
export function layOutAgain(
  page: ParsedPage,
  textItems: TextItem[],
  vectorGraphics: VectorGraphics | undefined = page.vectorGraphics,
): ParsedPage {
  const input: PageInput = {
    pageNumber: page.pageNum,
    pageWidth: page.width,
    pageHeight: page.height,
    // Its type says optional, the library refuses an item without.
    textItems: textItems.map((item) => ({ words: [], ...item })),
    graphics: vectorGraphics === undefined ? [] : graphicsOf(vectorGraphics),
  };
  const blocks = new LiteParse(layoutOptions).parsePages([input]).pages[0]?.blocks ?? [];
  return { ...page, textItems, blocks, ...(vectorGraphics && { vectorGraphics }) };
}

/** The same bytes as the libraries want them, without a copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function graphicsOf({ lines, shapes }: VectorGraphics): Graphic[] {
  return [
    ...lines.map(
      ({ fill, stroke, strokeWidth, ...line }): Graphic => ({
        ...line,
        kind: 'stroke',
        hasFill: fill,
        hasStroke: stroke,
        ...(strokeWidth !== undefined && { lineWidth: strokeWidth }),
      }),
    ),
    ...shapes.map(
      ({ bbox, fill, stroke, fillColor, strokeColor }): Graphic => ({
        ...bbox,
        kind: 'rect',
        hasFill: fill,
        hasStroke: stroke,
        ...(fillColor !== undefined && { fillColor }),
        ...(strokeColor !== undefined && { strokeColor }),
      }),
    ),
  ];
}
