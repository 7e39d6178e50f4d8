import { encodeChunk } from '../../core/find/encode.ts';
import { analyseDocument } from '../../core/ingest/analyse-document.ts';
import type { TextAnalyser } from '../../ports/text-analyser.ts';

/** Computes on the caller's own thread: for tests and small tools, which no API waits for. */
export function createInProcessAnalyser(): TextAnalyser {
  return {
    chunk: async (parsed, options) => analyseDocument(parsed, options),
    encode: async (chunks) => chunks.map(encodeChunk),
    close: async () => {},
  };
}
