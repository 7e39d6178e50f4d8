import type { PDFParse } from 'pdf-parse';

/** What pdf.js is asked beside its tables; its replies come from a hostile file and are checked where they are used. */
export type PdfJsDocument = {
  getAttachments(): Promise<unknown>;
  getFieldObjects(): Promise<unknown>;
};

/**
 * A PDF as pdf.js reads it: slow (it goes through the file again), so it is opened with the first question that liteparse
 * leaves open, once for all of them. `ask` gives `null` when pdf.js cannot answer.
 */
export type SecondReading = {
  ask<Answer>(
    question: (parser: PDFParse, document: PdfJsDocument) => Promise<Answer>,
  ): Promise<Answer | null>;
  close(): Promise<void>;
};

/** Opens nothing yet. Whoever creates it closes it. */
export function createSecondReading(bytes: Uint8Array): SecondReading {
  let opened: Promise<PDFParse> | undefined;
  return {
    ask: async (question) => {
      opened ??= open(bytes);
      try {
        const parser = await opened;
        const document: unknown = Reflect.get(parser, 'doc');
        return isDocument(document) ? await question(parser, document) : null;
      } catch {
        return null;
      }
    },
    close: async () => {
      await opened?.then((parser) => parser.destroy()).catch(() => undefined);
    },
  };
}

async function open(bytes: Uint8Array): Promise<PDFParse> {
  const { PDFParse, VerbosityLevel } = await import('pdf-parse');
  const parser = new PDFParse({
    // pdf.js detaches the buffer that it is given.
    data: bytes.slice(),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    // No image is decoded, no font is built: only lines and words matter.
    maxImageSize: 1,
    disableFontFace: true,
    useSystemFonts: false,
  });
  await parser.getInfo();
  return parser;
}

function isDocument(value: unknown): value is PdfJsDocument {
  return (
    typeof value === 'object' && value !== null && 'getAttachments' in value && 'getFieldObjects' in value
  );
}
