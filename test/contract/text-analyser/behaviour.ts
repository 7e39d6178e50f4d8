import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeChunk } from '../../../src/core/find/encode.ts';
import { analyseDocument } from '../../../src/core/ingest/analyse-document.ts';
import type { ParsedBlock } from '../../../src/core/parsed-document.ts';
import { onPage } from '../../../src/core/place.ts';
import type { TextAnalyser } from '../../../src/ports/text-analyser.ts';

const words = fc.array(fc.constantFrom('congé', 'the', 'tarif', 'œuvre', 'L.2121-7', '12 €', 'fin.', '𝒳'), {
  maxLength: 80,
});
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  words.map((some) => some.join(' ')),
);
const block: fc.Arbitrary<ParsedBlock> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), level: fc.integer({ min: 1, max: 6 }), text }),
  fc.record({
    kind: fc.constant('paragraph' as const),
    text,
    place: fc.integer({ min: 1, max: 9 }).map(onPage),
  }),
  fc.record({ kind: fc.constant('list-item' as const), text, depth: fc.integer({ min: 0, max: 3 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    header: fc.array(text, { maxLength: 3 }),
    rows: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 5 }),
  }),
);

/** What every `TextAnalyser` does: give what the pure functions give, whatever is asked at once. */
export function describeTextAnalyser(name: string, create: () => TextAnalyser): void {
  describe(name, () => {
    const analyser = create();
    afterAll(() => analyser.close());

    it('cuts and encodes random documents, asked for at once, as the pure functions do', async () => {
      const documents = fc.array(fc.array(block, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(documents, text, fc.option(text, { nil: undefined }), async (all, title, name) => {
          const results = await Promise.all(
            all.map(async (blocks, i) => {
              const options = { documentId: `document-${i}`, title, ...(name !== undefined && { name }) };
              const analysed = await analyser.chunk({ blocks }, options);
              expect(analysed).toEqual(analyseDocument({ blocks }, options));
              return analysed;
            }),
          );
          for (const { language, chunked } of results) {
            const chunks = chunked.chunks.map((chunk) => ({ ...chunk, title, language }));
            expect(await analyser.encode(chunks)).toEqual(chunks.map(encodeChunk));
          }
        }),
        { numRuns: 100 },
      );
    });

    it('suggests questions by the name that a document has elsewhere', async () => {
      const text = 'Le montant de la caution est fixé à 30 €. Le port du bonnet de bain est obligatoire.';
      const options = { documentId: 'pool', title: '', name: 'Règlement de la piscine' };
      const { suggestions } = await analyser.chunk({ blocks: [{ kind: 'paragraph', text }] }, options);
      expect(suggestions.join('\n')).toContain('Règlement de la piscine');
    });

    it('tells the language by the beginning', async () => {
      const english =
        'The council decides which of the public gardens are open to visitors during the summer.';
      const paragraph = (content: string) => ({ blocks: [{ kind: 'paragraph' as const, text: content }] });
      const options = { documentId: 'garden', title: '' };
      expect(await analyser.chunk(paragraph(english), options)).toMatchObject({ language: 'en' });
      const french = 'Le conseil décide quels jardins publics sont ouverts aux visiteurs durant tout l’été.';
      expect(await analyser.chunk(paragraph(french), options)).toMatchObject({ language: 'fr' });
    });
  });
}
