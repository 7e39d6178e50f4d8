import type { Task } from './task.ts';

/** A file on its way to a parser process, and what to do with it. */
export type Frame = { readonly task: Task; readonly bytes: Uint8Array };

const prefixBytes = 8;

/** What comes before the bytes of a file: length of the task, length of the file (both 32 bits), the task as JSON. */
export function frameHead(task: Task, fileBytes: number): Buffer {
  const body = Buffer.from(JSON.stringify(task));
  const head = Buffer.alloc(prefixBytes);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt32BE(fileBytes, 4);
  return Buffer.concat([head, body]);
}

/** Takes chunks of the stream; gives the frame when its last chunk is in. One frame is under way at a time. */
export function createFrameReader(): (chunk: Buffer) => Frame | null {
  let chunks: Buffer[] = [];
  let received = 0;
  let expected = Number.POSITIVE_INFINITY;
  let taskBytes = 0;
  return (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    if (expected === Number.POSITIVE_INFINITY && received >= prefixBytes) {
      const head = Buffer.concat(chunks);
      chunks = [head];
      taskBytes = head.readUInt32BE(0);
      expected = prefixBytes + taskBytes + head.readUInt32BE(4);
    }
    if (received < expected) return null;
    const whole = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
    const bodyStart = prefixBytes + taskBytes;
    const frame = {
      task: JSON.parse(whole.toString('utf8', prefixBytes, bodyStart)) as Task,
      bytes: new Uint8Array(whole.buffer, whole.byteOffset + bodyStart, expected - bodyStart),
    };
    chunks = [];
    received = 0;
    expected = Number.POSITIVE_INFINITY;
    return frame;
  };
}
