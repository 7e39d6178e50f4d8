/** The same bytes in chunks of one size; the last one may be shorter. */
export async function* chunksOf(
  parts: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer, void> {
  let kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of parts) {
    kept.push(part);
    bytes += part.length;
    if (bytes < size) continue;
    const whole = Buffer.concat(kept);
    const rest = bytes % size;
    for (let at = 0; at + size <= bytes; at += size) yield whole.subarray(at, at + size);
    kept = rest === 0 ? [] : [whole.subarray(bytes - rest)];
    bytes = rest;
  }
  if (bytes > 0) yield Buffer.concat(kept);
}
