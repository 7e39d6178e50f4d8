/** One piece of an RTF file. Bytes of text are not decoded: that depends on the font in force. */
export type RtfToken =
  | { readonly kind: 'open' | 'close' }
  /** A control word and its number: `\par`, `\fs24`. */
  | { readonly kind: 'word'; readonly name: string; readonly value: number | null }
  /** A control symbol: `\~`, `\*`. */
  | { readonly kind: 'symbol'; readonly character: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export type RtfScanner = {
  /** The next token, `null` at the end of the file. Pictures in binary (`\bin`) are stepped over. */
  readonly next: () => RtfToken | null;
  /** Steps over the rest of the group that is open, its closing brace included. */
  readonly skipGroup: () => void;
};

const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const maxWordLetters = 32;
const maxDigits = 10;

/** Splits RTF into tokens, in one pass over the bytes and without recursion. */
export function scanRtf(bytes: Uint8Array): RtfScanner {
  let at = 0;

  const next = (): RtfToken | null => {
    while (isLineBreak(bytes[at])) at += 1;
    const byte = bytes[at];
    if (byte === undefined) return null;
    if (byte === openBrace || byte === closeBrace) {
      at += 1;
      return { kind: byte === openBrace ? 'open' : 'close' };
    }
    if (byte !== backslash) return text();
    at += 1;
    return isLetter(bytes[at]) ? word() : symbol();
  };

  const text = (): RtfToken => {
    const start = at;
    while (at < bytes.length && !isSpecial(bytes[at])) at += 1;
    return { kind: 'bytes', bytes: bytes.subarray(start, at) };
  };

  const word = (): RtfToken | null => {
    let name = '';
    while (isLetter(bytes[at])) {
      if (name.length < maxWordLetters) name += String.fromCharCode(bytes[at] ?? 0);
      at += 1;
    }
    const value = number();
    if (bytes[at] === 0x20) at += 1;
    if (name !== 'bin') return { kind: 'word', name, value };
    at = Math.min(bytes.length, at + Math.max(0, value ?? 0));
    return next();
  };

  const number = (): number | null => {
    const start = at;
    if (bytes[at] === 0x2d) at += 1;
    const firstDigit = at;
    while (isDigit(bytes[at])) at += 1;
    if (at === firstDigit) {
      at = start;
      return null;
    }
    const digits = Buffer.from(bytes.subarray(start, Math.min(at, start + maxDigits + 1))).toString('latin1');
    return Number(digits);
  };

  const symbol = (): RtfToken | null => {
    const byte = bytes[at];
    if (byte === undefined) return null;
    at += 1;
    if (byte !== 0x27) return { kind: 'symbol', character: String.fromCharCode(byte) };
    const hexadecimal = Buffer.from(bytes.subarray(at, at + 2)).toString('latin1');
    if (!/^[0-9a-f]{2}$/i.test(hexadecimal)) return { kind: 'symbol', character: "'" };
    at += 2;
    return { kind: 'bytes', bytes: Uint8Array.of(Number.parseInt(hexadecimal, 16)) };
  };

  const skipGroup = (): void => {
    let depth = 1;
    while (at < bytes.length && depth > 0) {
      const byte = bytes[at];
      at += 1;
      if (byte === openBrace) depth += 1;
      else if (byte === closeBrace) depth -= 1;
      else if (byte === backslash) skipControl();
    }
  };

  // Only `\bin` and an escaped brace change where a group ends.
  const skipControl = (): void => {
    if (bytes[at] === 0x62 && bytes[at + 1] === 0x69 && bytes[at + 2] === 0x6e && isDigit(bytes[at + 3])) {
      at += 3;
      const length = number() ?? 0;
      at = Math.min(bytes.length, at + 1 + length);
    } else at += 1;
  };

  return { next, skipGroup };
}

function isLineBreak(byte: number | undefined): boolean {
  // NUL bytes pad what some programs write.
  return byte === 0x0a || byte === 0x0d || byte === 0;
}

function isSpecial(byte: number | undefined): boolean {
  return byte === backslash || byte === openBrace || byte === closeBrace || isLineBreak(byte);
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
