import { type Bomb, empty, killed, refused } from './bomb.ts';

const megabyte = 1024 * 1024;

/** Runs of one sign or a few, on which careless patterns take quadratic time. */
const runs = [
  ' ',
  '\t',
  '\n',
  '\r',
  ' \n',
  '>',
  '> ',
  '<',
  '<a ',
  '<!--',
  '<![CDATA[',
  '</',
  '&',
  '&#',
  '[',
  '![](',
  '*',
  '**a',
  '_a_*',
  '`',
  '``` ',
  '~',
  '#',
  '- ',
  '1. ',
  '|',
  '|-',
  '"',
  "'",
  ';',
  ',"',
  '{',
  '}',
  '(',
  '\\',
  '=',
  '.',
  '. . ',
  '-',
  '—',
  '0',
  'a@',
  'http://',
  'é',
  '\u0301\u0316',
  '\u200b',
  '\u{1F469}\u200D',
  '\u{E0041}',
  '\uFFFD',
];
const runFormats = [
  'txt',
  'md',
  'html',
  'csv',
  'eml',
  'rtf',
  'json',
  'xml',
  'yaml',
  'ics',
  'vcf',
  'vtt',
  'srt',
] as const;
/** What makes a file of a format of it, before a run. */
const openings: Readonly<Partial<Record<(typeof runFormats)[number], string>>> = {
  html: '<!doctype html><p>',
  eml: 'From: a@example.org\nSubject: x\n\n',
  rtf: '{\\rtf1\\ansi ',
  json: '["',
  xml: '<?xml version="1.0"?><a>',
  ics: 'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:',
  vcf: 'BEGIN:VCARD\nVERSION:3.0\nFN:',
  vtt: 'WEBVTT\n\n00:00.000 --> 00:01.000\n',
  srt: '1\n00:00:00,000 --> 00:00:01,000\n',
};

const files: Readonly<Record<string, () => string | Uint8Array>> = {
  'one-line-of-50-mb.csv': () => Buffer.alloc(50 * megabyte, 'abc;'),
  'one-cell-of-50-mb.csv': () => Buffer.alloc(50 * megabyte, 'abcdefg '),
  'quote-without-end.csv': () => `a;b\n"${'x;y\n'.repeat(megabyte / 16)}`,
  'wide-rows.csv': () => `${';'.repeat(100_000)}\n`.repeat(3),
  'deep.html': () => '<div>'.repeat(100_000),
  'deep-lists.html': () => '<ul><li>'.repeat(100_000),
  'deep-quotes.md': () => `${'> '.repeat(5_000)}x`,
  'deep-lists.md': () => Array.from({ length: 3_000 }, (_, at) => `${' '.repeat(at)}- x`).join('\n'),
  'references.md': () => `${'[a]'.repeat(100_000)}\n\n[a]: x`,
  'deep.json': () => `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`,
  'prototype.json': () =>
    `{"__proto__":{"a":1},"constructor":{"prototype":{}},"a":${'{"b":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
  'number.json': () => `[${'9'.repeat(5_000_000)}, 1e999999999]`,
  'laughs.yaml': () =>
    [
      'a0: &a0 lol',
      ...Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]`),
    ].join('\n'),
  'deep.yaml': () => '- '.repeat(200_000),
  'deep-flow.yaml': () => `a: ${'['.repeat(200_000)}`,
  'laughs-in-front-matter.md': () =>
    `---\n${['a0: &a0 lol', ...Array.from({ length: 10 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]`)].join('\n')}\n---\nBonjour`,
  'deep.rtf': () => `{\\rtf1\\ansi ${'{\\b '.repeat(1_000_000)}x`,
  'binary.rtf': () => `{\\rtf1\\ansi {\\pict\\bin2000000000 x}bonjour}`,
  'repeats.rtf': () => `{\\rtf1\\ansi ${'\\trowd\\cellx1000\\intbl a\\cell\\row'.repeat(200_000)}}`,
  'every-second.ics': () =>
    'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20240101T000000Z\nRRULE:FREQ=SECONDLY;BYMONTH=13;BYSETPOS=-1\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR',
  'every-29-february.ics': () =>
    'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20240229T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\nEND:VCALENDAR',
  'many-events.ics': () =>
    `BEGIN:VCALENDAR\nVERSION:2.0\n${'BEGIN:VEVENT\nUID:1\nDTSTART:20240101T000000Z\nSUMMARY:x\nEND:VEVENT\n'.repeat(100_000)}END:VCALENDAR`,
  'deep.ics': () => `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\n'.repeat(200_000)}`,
  'folded.ics': () =>
    `BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:x${'\r\n x'.repeat(megabyte)}\nEND:VEVENT\nEND:VCALENDAR`,
  'many-cues.vtt': () => `WEBVTT\n\n${'00:00.000 --> 00:01.000\n<v Ana><b>a\n\n'.repeat(200_000)}`,
  'arrows.vtt': () => `WEBVTT\n\n${'-->'.repeat(megabyte)}`,
  'many-cues.srt': () =>
    Array.from({ length: 200_000 }, (_, at) => `${at}\n00:00:00,000 --> 00:00:01,000\na\n`).join('\n'),
  'utf-7.html': () => `<meta charset="utf-7">${'+ADw-script+AD4-alert(1)+ADw-/script+AD4-'.repeat(1_000)}`,
  'utf-16-odd.txt': () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.alloc(megabyte / 4 + 1, 'a\0')]),
  'utf-16-halves.txt': () =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.alloc(megabyte / 4, Buffer.from([0x00, 0xd8]))]),
  'utf-32.txt': () =>
    Buffer.concat([
      Buffer.from([0xff, 0xfe, 0, 0]),
      Buffer.alloc(megabyte, Buffer.from([0xff, 0xff, 0xff, 0xff])),
    ]),
  'overlong-utf-8.txt': () => Buffer.alloc(megabyte / 8, Buffer.from([0xc0, 0xaf, 0xe0, 0x80, 0xaf])),
  'iso-2022.txt': () => Buffer.alloc(megabyte / 8, '\x1b$B$"\x1b(B'),
  'marks-on-one-letter.txt': () => `a${'\u0315\u0300\u05ae\u0327'.repeat(500_000)}`,
  'text-of-50-mb.txt': () => Buffer.alloc(50 * megabyte, 'Une phrase tout à fait ordinaire, dit le maire.\n'),
  'endless-word.txt': () => Buffer.alloc(20 * megabyte, 'a'),
};

/** Files that are only large. */
const large = new Set([
  'one-line-of-50-mb.csv',
  'one-cell-of-50-mb.csv',
  'text-of-50-mb.txt',
  'endless-word.txt',
  'deep.json',
  'number.json',
  'arrows.vtt',
]);

const sound = { ends: ['parsed', ...refused, ...killed, ...empty], maxCharacters: 20_000_000 } as const;

export const textBombs: readonly Bomb[] = Object.entries(files).map(([name, build]) => ({
  name,
  build: () => Buffer.from(build()),
  ...(large.has(name) && { givesMuch: true as const }),
  ...sound,
}));

/** Every run in every format that is written as text: half a megabyte each. */
export const runBombs: readonly Bomb[] = runFormats.flatMap((format) =>
  runs.map((run, at) => ({
    name: `run-${at}.${format}`,
    build: () => Buffer.from(`${openings[format] ?? ''}${run.repeat(Math.ceil(megabyte / 2 / run.length))}x`),
    ...sound,
  })),
);
