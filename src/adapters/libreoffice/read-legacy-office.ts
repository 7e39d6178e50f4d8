import type { FileFormat } from '../../core/file-formats.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import type { DocumentParser } from '../../ports/document-parser.ts';
import type { ConversionTarget, OfficeConverter } from '../../ports/office-converter.ts';

/** What our own readers understand in place of a legacy format. */
const modern = { doc: 'docx', xls: 'xlsx', ppt: 'pptx' } as const satisfies Partial<
  Record<FileFormat, ConversionTarget>
>;

/** A parser that reads doc, xls and ppt too: what `parser` has no converter for is converted, and read then. */
export function readLegacyOffice<Parser extends DocumentParser>(
  parser: Parser,
  converter: OfficeConverter,
): Parser {
  return {
    ...parser,
    parse: async (file, options = {}): Promise<ParseOutcome> => {
      const outcome = await parser.parse(file, options);
      const format = unconverted(outcome);
      if (format === null) return outcome;
      const target = modern[format];
      const converted = await converter.convert({ path: file.path, format }, target, options);
      if (converted.outcome === 'failed')
        return converted.reason === 'converter-missing' ? outcome : converted;
      try {
        const read = await parser.parse(
          { path: converted.path, bytes: converted.bytes, name: `document.${target}` },
          options,
        );
        return read.outcome === 'parsed' ? { ...read, format } : read;
      } finally {
        await converted.release();
      }
    },
  };
}

function unconverted(outcome: ParseOutcome): keyof typeof modern | null {
  if (outcome.outcome === 'parsed' || outcome.reason !== 'converter-missing') return null;
  const format = Object.keys(modern).find((known) => known === outcome.detail);
  return (format as keyof typeof modern | undefined) ?? null;
}
