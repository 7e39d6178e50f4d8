import iconv from 'iconv-lite';

/** Groups that hold no text of the mail. */
const destinations = new Set(
  'fonttbl colortbl stylesheet info pict object generator listtable listoverridetable themedata datastore xmlnstbl bkmkstart bkmkend header footer'.split(
    ' ',
  ),
);
const breaks: Readonly<Record<string, string>> = {
  par: '\r\n',
  line: '\r\n',
  tab: '\t',
  row: '\r\n',
  cell: '\t',
};
const signs: Readonly<Record<string, string>> = {
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
};
const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

/** What a mail's RTF holds: the HTML that Outlook wrapped in it ([MS-OXRTFEX]), or plain text. */
export type RtfBody = { readonly kind: 'html' | 'text'; readonly content: string };

type Group = { ignored: boolean; isTag: boolean; isRtfOnly: boolean; fallbackCharacters: number };

/** Reads the RTF body of a mail in one pass, in the code page that it declares. */
export function readRtfBody(rtf: string): RtfBody {
  const isHtml = /\\fromhtml1?\b/.test(rtf.slice(0, 1_000));
  const charset = charsetOf(/\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 1_000))?.[1]);
  const groups: Group[] = [{ ignored: false, isTag: false, isRtfOnly: false, fallbackCharacters: 1 }];
  const pieces: string[] = [];
  let encoded: number[] = [];
  let starred = false;
  let skip = 0;
  const flush = (): void => {
    if (encoded.length > 0) pieces.push(iconv.decode(Buffer.from(encoded), charset));
    encoded = [];
  };
  const write = (text: string, group: Group): void => {
    if (group.ignored || (group.isRtfOnly && !group.isTag)) return;
    flush();
    pieces.push(text);
  };
  for (const [, word, parameter, hex, symbol, brace, text] of rtf.matchAll(token)) {
    const group = groups.at(-1);
    if (group === undefined) break;
    if (brace === '{') groups.push({ ...group });
    else if (brace === '}') groups.pop();
    else if (symbol === '*') starred = true;
    else if (word !== undefined) {
      if (word === 'htmltag') Object.assign(group, { isTag: true, ignored: !isHtml });
      else if (starred || destinations.has(word)) group.ignored = true;
      else if (word === 'htmlrtf') group.isRtfOnly = isHtml && parameter !== '0';
      else if (word === 'uc') group.fallbackCharacters = Number(parameter ?? 1);
      else if (word === 'u') {
        write(String.fromCharCode(Number(parameter) & 0xffff), group);
        skip = group.fallbackCharacters;
      } else {
        const shown = breaks[word] ?? signs[word];
        if (shown !== undefined) write(shown, group);
      }
      starred = false;
    } else if (hex !== undefined) {
      if (skip > 0) skip -= 1;
      else if (!group.ignored && (!group.isRtfOnly || group.isTag)) encoded.push(Number.parseInt(hex, 16));
    } else if (symbol !== undefined) {
      write(symbol === '~' ? '\u00A0' : /[{}\\]/.test(symbol) ? symbol : '', group);
    } else if (text !== undefined) {
      write(text.slice(Math.min(skip, text.length)), group);
      skip = 0;
    }
  }
  flush();
  return { kind: isHtml ? 'html' : 'text', content: pieces.join('') };
}

function charsetOf(codePage: string | undefined): string {
  const charset = codePage === '65001' ? 'utf-8' : `windows-${codePage ?? '1252'}`;
  if (iconv.encodingExists(charset)) return charset;
  return codePage !== undefined && iconv.encodingExists(codePage) ? codePage : 'windows-1252';
}
