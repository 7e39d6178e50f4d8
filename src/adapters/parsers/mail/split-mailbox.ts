const separator = Buffer.from('\nFrom ');
const escaped = /^>(>*From )/gm;
/** `From ana@example.org Mon Jan  1 00:00:00 2024`: a line of text may open with « From » too. */
const separatorLine = /^From \S+.{0,200}\d{2}:\d{2}.{0,60}\d{4}/;

/** The messages of a mailbox file, without the lines that part them; « From » at the start of a line is freed of its mark. */
export function* splitMailbox(bytes: Uint8Array): Generator<Uint8Array> {
  const mailbox = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  while (start < mailbox.length) {
    let next = mailbox.indexOf(separator, start);
    while (next !== -1 && !separatorLine.test(mailbox.toString('latin1', next + 1, next + 320))) {
      next = mailbox.indexOf(separator, next + 1);
    }
    const end = next === -1 ? mailbox.length : next + 1;
    const firstLine = mailbox.indexOf(0x0a, start);
    if (firstLine !== -1 && firstLine < end) yield unescaped(mailbox.subarray(firstLine + 1, end));
    start = end;
  }
}

function unescaped(message: Buffer): Uint8Array {
  if (!message.includes('\n>From ') && !message.includes('>>From ')) return message;
  return Buffer.from(message.toString('latin1').replace(escaped, '$1'), 'latin1');
}
