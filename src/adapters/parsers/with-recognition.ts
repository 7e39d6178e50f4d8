import type { DocumentParser } from '../../ports/document-parser.ts';

/** One parser of two: what is to be recognised goes to `recogniser`, so that first readings never wait behind it. */
export function withRecognition(reader: DocumentParser, recogniser: DocumentParser): DocumentParser {
  return {
    parse: (file, options) => (options?.recognise ? recogniser : reader).parse(file, options),
    drawPage: (file, page, options) => reader.drawPage(file, page, options),
    close: async () => {
      await Promise.all([reader.close(), recogniser.close()]);
    },
  };
}
