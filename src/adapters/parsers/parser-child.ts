/**
 * The process that reads documents: one file at a time from standard input (see `frame.ts`), one reply back over the IPC
 * channel. It ends with its parent.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { createFrameReader, type Frame } from './frame.ts';
import { readDocument } from './read-document.ts';
import { idleMessage, progress } from './task.ts';

// Second lock on the network, for machines without network namespaces: nothing here has a reason to connect.
function refuse(): never {
  throw new Error('A parser has no network.');
}
net.Socket.prototype.connect = refuse;
net.Server.prototype.listen = refuse;
dgram.createSocket = refuse;
dns.lookup = refuse as unknown as typeof dns.lookup;
globalThis.fetch = refuse;

process.on('disconnect', () => process.exit(0));
// Whoever stops a whole group of processes means the parent, which ends its parsers in order: a file that is being read
// then must not count as one that killed its parser.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const read = createFrameReader();
process.stdin.on('data', async (chunk: Buffer) => {
  const file = read(chunk);
  if (file === null) return;
  process.send?.(await carryOut(file));
  sayWhenIdle();
});
process.stdin.on('end', () => process.exit(0));
process.send?.('ready');

// What a failed reader left behind goes on from one turn of the event loop to the next, or blocks it.
function sayWhenIdle(): void {
  setTimeout(() => {
    if (process.getActiveResourcesInfo().includes('Immediate')) sayWhenIdle();
    else process.send?.(idleMessage);
  }, 1);
}

async function carryOut({ task, bytes }: Frame): Promise<unknown> {
  if (task.task === 'read')
    return readDocument(bytes, { ...task, onProgress: () => process.send?.(progress) });
  if (task.task === 'page-texts') return (await import('./pdf/page-texts.ts')).pageTexts(bytes);
  const { drawPage } = await import('./pdf/draw-page.ts');
  return drawPage(bytes, task);
}
