import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installPackages } from '../../eval/install-packages.ts';

/** Releases that the figures of `docs/performance.md` were measured with. */
export const peerPackages = [
  'langchain@1.5.14',
  '@langchain/core@1.4.0',
  '@langchain/textsplitters@1.0.2',
  // The in-memory store, which `langchain` 1.x no longer holds.
  '@langchain/classic@1.0.50',
  'llamaindex@0.12.1',
];

type EmbedTexts = (texts: string[]) => Promise<number[][]>;
type ChunkOfFile = { readonly pageContent: string; readonly metadata: { readonly id: string } };

/** What is used of LangChain.js. */
export type LangChain = {
  readonly RecursiveCharacterTextSplitter: new (options: {
    chunkSize: number;
    chunkOverlap: number;
  }) => { splitDocuments(documents: ChunkOfFile[]): Promise<ChunkOfFile[]> };
  readonly Embeddings: abstract new (
    options: object,
  ) => {
    embedDocuments: EmbedTexts;
    embedQuery(text: string): Promise<number[]>;
  };
  readonly MemoryVectorStore: {
    fromDocuments(
      documents: ChunkOfFile[],
      embeddings: InstanceType<LangChain['Embeddings']>,
    ): Promise<{ similaritySearch(query: string, k: number): Promise<ChunkOfFile[]> }>;
  };
};

/** What is used of LlamaIndexTS. */
export type LlamaIndex = {
  readonly Settings: { embedModel: unknown; nodeParser: unknown };
  readonly SentenceSplitter: new () => object;
  readonly BaseEmbedding: abstract new () => {
    getTextEmbedding(text: string): Promise<number[]>;
    getTextEmbeddings: EmbedTexts;
    getQueryEmbedding(query: { readonly text: string }): Promise<number[] | null>;
  };
  readonly Document: new (given: { text: string; id_: string }) => object;
  readonly VectorStoreIndex: {
    fromDocuments(documents: object[]): Promise<{
      asRetriever(options: { similarityTopK: number }): {
        retrieve(query: {
          query: string;
        }): Promise<{ readonly node: { readonly sourceNode?: { readonly nodeId: string } } }[]>;
      };
    }>;
  };
};

/** Installs the peers into `folder`, away from the project's own packages, and loads them from there. */
export async function loadPeers(
  folder: string,
): Promise<{ readonly langChain: LangChain; readonly llamaIndex: LlamaIndex }> {
  await installPackages(folder, peerPackages, { quiet: true });
  const load = createRequire(join(folder, 'package.json'));
  const langChain = {
    ...load('@langchain/textsplitters'),
    ...load('@langchain/core/embeddings'),
    ...load('@langchain/classic/vectorstores/memory'),
  };
  return { langChain, llamaIndex: load('llamaindex') };
}
