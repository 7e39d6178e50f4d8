import type { ChunkWords } from '../../core/find/encode.ts';
import type { AnalysedDocument } from '../../core/ingest/analyse-document.ts';
import type { ParsedBlock } from '../../core/parsed-document.ts';
import type { PackedVectors } from './packed-vectors.ts';

/** What a thread that analyses texts is asked for, and what it replies. It dies of what it cannot do. */
export type Analyses = {
  chunk: {
    ask: { blocks: readonly ParsedBlock[]; documentId: string; title: string; name?: string };
    reply: AnalysedDocument;
  };
  encode: { ask: { chunks: readonly ChunkWords[] }; reply: PackedVectors };
};

/** One message to the thread. */
export type Analysis = {
  [Name in keyof Analyses]: { name: Name; ask: Analyses[Name]['ask'] };
}[keyof Analyses];
