import type { ChunkWords } from '../../core/find/encode.ts';
import type { ParsedBlock } from '../../core/parsed-document.ts';
import type { TextAnalyser } from '../../ports/text-analyser.ts';
import { createLane, type LaneOptions } from './lane.ts';
import { unpackVectors } from './packed-vectors.ts';

export type WorkerThreadAnalyserOptions = Pick<LaneOptions, 'heapMegabytes' | 'youngHeapMegabytes'> & {
  /** UTF-16 units from which a text is worked on beside the others, so that they do not wait for it. */
  readonly largeCharacters: number;
  /** What the threads run; only tests give another. */
  readonly entry?: URL;
};

const ownEntry = new URL('./analyse.ts', import.meta.url);

/** Analyses texts on two threads: one for most of them, one for the large, which lasts as long as its work. */
export function createWorkerThreadAnalyser(options: WorkerThreadAnalyserOptions): TextAnalyser {
  const { largeCharacters, entry = ownEntry, ...limits } = options;
  const usual = createLane({ entry, ...limits, endsWhenIdle: false });
  const large = createLane({ entry, ...limits, endsWhenIdle: true });
  const laneFor = (characters: number) => (characters < largeCharacters ? usual : large);

  return {
    chunk: ({ blocks }, options) => laneFor(sum(blocks, lengthOfBlock)).call('chunk', { ...options, blocks }),
    encode: async (chunks) =>
      unpackVectors(await laneFor(sum(chunks, lengthOfChunk)).call('encode', { chunks })),
    close: async () => {
      await Promise.all([usual.close(), large.close()]);
    },
  };
}

function lengthOfBlock(block: ParsedBlock): number {
  if (block.kind !== 'table') return block.text.length;
  return sum(block.rows, (row) => sum(row, (cell) => cell.length));
}

function lengthOfChunk({ text }: ChunkWords): number {
  return text.length;
}

function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}
