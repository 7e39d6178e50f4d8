import { codeOf } from '../../src/core/errors.ts';
import type { SearchIndex } from '../../src/ports/search-index.ts';
import { generation } from './ask.ts';
import type { Corpus } from './corpus.ts';

const documentsAtOnce = 8;

/** Writes all documents of a corpus with their vectors; `onWritten` is told how many chunks each has. */
export async function fillIndex(
  index: SearchIndex,
  corpus: Corpus,
  onWritten: (chunks: number) => void = () => {},
): Promise<void> {
  const documents = corpus.documents();
  const fillInTurn = async (): Promise<void> => {
    for (const { document, chunks, vectors } of documents) {
      await stubbornly(async () => {
        await index.replaceDocument(document, chunks);
        await index.putVectors(document, generation, vectors);
      });
      onWritten(chunks.length);
    }
  };
  await Promise.all(Array.from({ length: documentsAtOnce }, fillInTurn));
  await index.flush();
}

/** As a job does: what an index was too busy for is tried again. */
async function stubbornly(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await write();
    } catch (error) {
      if (codeOf(error) !== 'STORE_UNAVAILABLE' || attempt === 5) throw error;
    }
}
