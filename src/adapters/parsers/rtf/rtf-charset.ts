import iconv from 'iconv-lite';

/** Charset numbers of Windows fonts (`\fcharset`) and the code page of each; 0, 1 and 2 follow the document. */
const codePageOfCharset: Readonly<Record<number, string>> = {
  0: 'cp1252',
  77: 'macintosh',
  128: 'cp932',
  129: 'cp949',
  130: 'cp949',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
  254: 'cp437',
  255: 'cp850',
};

/** Words that name the charset of a whole document, beside `\ansicpgN`. */
export const documentCharsets: ReadonlyMap<string, string> = new Map([
  ['ansi', 'cp1252'],
  ['mac', 'macintosh'],
  ['pc', 'cp437'],
  ['pca', 'cp850'],
]);

/** The charset of a font's number, or `null` when the document's own holds. */
export function charsetOfFont(charset: number): string | null {
  return codePageOfCharset[charset] ?? null;
}

/** The charset of a Windows code page, or `null` when it is not known. */
export function charsetOfCodePage(codePage: number): string | null {
  if (codePage === 10_000) return 'macintosh';
  if (codePage === 65_001) return 'utf-8';
  const name = `cp${codePage}`;
  return iconv.encodingExists(name) ? name : null;
}

export type TextBuffer = {
  readonly addBytes: (bytes: Uint8Array, charset: string) => void;
  readonly addText: (text: string) => void;
  /** Adds what `\uN` stands for; as many of the next bytes as `skip` are its copy for older programs. */
  readonly addUnicode: (value: number, skip: number) => void;
  /** Ends the skipping of such copies, as something else than text follows; true when a copy was still awaited. */
  readonly stopSkipping: () => boolean;
  /** The text gathered so far, which leaves the buffer. */
  readonly take: () => string;
};

/** Gathers bytes until they can be decoded together: in some charsets two of them make one letter. */
export function createTextBuffer(): TextBuffer {
  let text = '';
  let pending: number[] = [];
  let pendingCharset = 'cp1252';
  let toSkip = 0;

  const decodePending = (): void => {
    if (pending.length === 0) return;
    const buffer = Buffer.from(pending);
    text += pending.every((byte) => byte < 0x80)
      ? buffer.toString('latin1')
      : iconv.decode(buffer, pendingCharset);
    pending = [];
  };

  return {
    addBytes: (bytes, charset) => {
      const skipped = Math.min(toSkip, bytes.length);
      toSkip -= skipped;
      if (charset !== pendingCharset) decodePending();
      pendingCharset = charset;
      for (let index = skipped; index < bytes.length; index += 1) pending.push(bytes[index] ?? 0);
    },
    addText: (added) => {
      decodePending();
      text += added;
    },
    addUnicode: (value, skip) => {
      decodePending();
      text += String.fromCharCode(value & 0xffff);
      toSkip = skip;
    },
    stopSkipping: () => {
      const wasAwaited = toSkip > 0;
      toSkip = 0;
      return wasAwaited;
    },
    take: () => {
      decodePending();
      const taken = text;
      text = '';
      return taken;
    },
  };
}
