/**
 * The process that reads documents: one file at a time from standard input (see `frame.ts`), one outcome back over the
 * IPC channel. It ends with its parent.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { createFrameReader } from './frame.ts';
import { readDocument } from './read-document.ts';

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

const read = createFrameReader();
process.stdin.on('data', async (chunk: Buffer) => {
  const file = read(chunk);
  if (file === null) return;
  const outcome = await readDocument(file.bytes, file.name);
  process.send?.(outcome);
});
process.stdin.on('end', () => process.exit(0));
process.send?.('ready');
