import type { BenchEmbedder } from './bench-embedder.ts';
import { byBestChunk, chunksAsked, type OpenContender, textOf } from './contender.ts';
import type { LangChain } from './load-peers.ts';

/** The usual LangChain.js: chunks of 1,000 characters, 200 of them shared with the next, cosine in memory. */
export function openLangChain(
  { Embeddings, MemoryVectorStore, RecursiveCharacterTextSplitter }: LangChain,
  embedder: BenchEmbedder,
): OpenContender {
  class LocalEmbeddings extends Embeddings {
    override embedDocuments = (texts: string[]) => embedder.embedPassages(texts);
    override embedQuery = (text: string) => embedder.embedQuestion(text);
  }
  return async (files) => {
    const started = performance.now();
    const splitter = new RecursiveCharacterTextSplitter({ chunkSize: 1_000, chunkOverlap: 200 });
    const documents = files.map((file) => ({ pageContent: textOf(file), metadata: { id: file.id } }));
    const chunks = await splitter.splitDocuments(documents);
    const store = await MemoryVectorStore.fromDocuments(chunks, new LocalEmbeddings({}));
    return {
      chunks: chunks.length,
      indexSeconds: (performance.now() - started) / 1_000,
      ask: async (question) => {
        const found = await store.similaritySearch(question, chunksAsked);
        return byBestChunk(found.map(({ metadata }) => metadata.id));
      },
      close: async () => {},
    };
  };
}
