import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMaterial } from '../growth/realistic-corpus.ts';
import { analysePool, dealOut } from '../million/corpus.ts';
import { fillIndex } from '../million/fill-index.ts';
import { openQdrant } from '../qdrant/open-both.ts';
import { builtSegment, type SegmentKind, weighSegment } from '../qdrant/weigh.ts';

export type MeasuredQdrant = {
  readonly chunks: number;
  readonly bytes: Readonly<Record<SegmentKind, number>>;
};

/** Fills Qdrant's engine as `bench:million` does, an organisation for each thousand chunks, and weighs what a server would keep. */
export async function measureQdrant(dataFolder: string, chunks: number): Promise<MeasuredQdrant> {
  const pool = await analysePool(readMaterial(dataFolder), 1_500);
  const corpus = dealOut(pool, { chunks, organisations: Math.ceil(chunks / 1_000) });
  // Not in memory, where the engine's holes would be filled as it reads them.
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-capacity-qdrant-'));
  const qdrant = await openQdrant({ folder });
  try {
    await fillIndex(qdrant.index, corpus);
    await qdrant.optimize();
    const held = corpus.tenants.reduce((sum, tenant) => sum + tenant.chunks, 0);
    return { chunks: held, bytes: weighSegment(builtSegment(folder)) };
  } finally {
    await qdrant.close();
  }
}
