import type { BenchEmbedder } from './bench-embedder.ts';
import { byBestChunk, chunksAsked, type OpenContender, textOf } from './contender.ts';
import type { LlamaIndex } from './load-peers.ts';

/** LlamaIndexTS as it comes: sentences up to 1,024 tokens, 200 of them shared with the next, cosine in memory. */
export function openLlamaIndex(
  { BaseEmbedding, Document, SentenceSplitter, Settings, VectorStoreIndex }: LlamaIndex,
  embedder: BenchEmbedder,
): OpenContender {
  class LocalEmbedding extends BaseEmbedding {
    override getTextEmbedding = async (text: string) => (await embedder.embedPassages([text]))[0] ?? [];
    override getTextEmbeddings = (texts: string[]) => embedder.embedPassages(texts);
    override getQueryEmbedding = ({ text }: { readonly text: string }) => embedder.embedQuestion(text);
  }
  return async (files) => {
    const started = performance.now();
    const before = embedder.passages();
    Settings.embedModel = new LocalEmbedding();
    Settings.nodeParser = new SentenceSplitter();
    const documents = files.map((file) => new Document({ text: textOf(file), id_: file.id }));
    const index = await VectorStoreIndex.fromDocuments(documents);
    const indexSeconds = (performance.now() - started) / 1_000;
    const retriever = index.asRetriever({ similarityTopK: chunksAsked });
    return {
      chunks: embedder.passages() - before,
      indexSeconds,
      ask: async (question) => {
        const found = await retriever.retrieve({ query: question });
        return byBestChunk(found.map(({ node }) => node.sourceNode?.nodeId ?? ''));
      },
      close: async () => {},
    };
  };
}
