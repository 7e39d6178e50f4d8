import { randomUUID } from 'node:crypto';
import { percentile } from '../../../src/core/percentile.ts';
import { createApiClient } from '../api-client.ts';
import type { CanaryWorld } from './canary-world.ts';

export type LatencyClasses = {
  readonly calls: number;
  readonly absentP50Ms: number;
  readonly forbiddenP50Ms: number;
};

/** Times of a document that is not there and of one that the person may not read, taking turns (R14). */
export async function timeAbsentAndForbidden(
  { server, readers }: Pick<CanaryWorld, 'server' | 'readers'>,
  calls: number,
): Promise<LatencyClasses> {
  const [reader, neighbour] = readers;
  if (!reader || !neighbour) throw new Error('nobody');
  const client = createApiClient(server.address, reader.token);
  const took = { absent: [] as number[], forbidden: [] as number[] };
  const time = async (kind: keyof typeof took, id: string) => {
    const began = performance.now();
    const { status } = await client.get(`/v1/documents/${id}/preview`);
    took[kind].push(performance.now() - began);
    if (status !== 404) throw new Error(`${kind}: ${status}`);
  };
  for (let call = 0; call < calls; call += 1) {
    await time('absent', randomUUID());
    await time('forbidden', neighbour.document);
  }
  const p50 = (kind: keyof typeof took) => Math.round(percentile(took[kind], 0.5) * 100) / 100;
  return { calls, absentP50Ms: p50('absent'), forbiddenP50Ms: p50('forbidden') };
}
