import type { DocumentParser } from '../../ports/document-parser.ts';

/** One parser of two: what is to be recognised goes to `recogniser`, so that first readings never wait behind it. */
export function withRecognition<Reader extends DocumentParser>(
  reader: Reader,
  recogniser: DocumentParser,
): Reader {
  return {
    ...reader,
    parse: (file, options) => (options?.recognise ? recogniser : reader).parse(file, options),
    close: async () => {
      await Promise.all([reader.close(), recogniser.close()]);
    },
  };
}
