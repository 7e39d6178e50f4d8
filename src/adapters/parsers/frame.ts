/** A file on its way to a parser process. */
export type Frame = { readonly name: string; readonly bytes: Uint8Array };

const prefixBytes = 8;

/** What comes before the bytes of a file: length of its name, length of the file (both 32 bits), the name in UTF-8. */
export function frameHead(name: string, fileBytes: number): Buffer {
  const label = Buffer.from(name.slice(-1024));
  const head = Buffer.alloc(prefixBytes);
  head.writeUInt32BE(label.length, 0);
  head.writeUInt32BE(fileBytes, 4);
  return Buffer.concat([head, label]);
}

/** Takes chunks of the stream; gives the file when its last chunk is in. One file is under way at a time. */
export function createFrameReader(): (chunk: Buffer) => Frame | null {
  let chunks: Buffer[] = [];
  let received = 0;
  let expected = Number.POSITIVE_INFINITY;
  let nameBytes = 0;
  return (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    if (expected === Number.POSITIVE_INFINITY && received >= prefixBytes) {
      const head = Buffer.concat(chunks);
      chunks = [head];
      nameBytes = head.readUInt32BE(0);
      expected = prefixBytes + nameBytes + head.readUInt32BE(4);
    }
    if (received < expected) return null;
    const whole = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
    const bodyStart = prefixBytes + nameBytes;
    const frame = {
      name: whole.toString('utf8', prefixBytes, bodyStart),
      bytes: new Uint8Array(whole.buffer, whole.byteOffset + bodyStart, expected - bodyStart),
    };
    chunks = [];
    received = 0;
    expected = Number.POSITIVE_INFINITY;
    return frame;
  };
}
