/**
 * The formats that Sourcier reads: extensions that name them and their media type. `docs/formats.md` tells what is kept
 * of each; a test holds the two together.
 */
export const fileFormats = {
  pdf: { extensions: ['pdf'], mediaType: 'application/pdf' },
  docx: {
    extensions: ['docx', 'docm', 'dotx', 'dotm'],
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  odt: { extensions: ['odt', 'ott'], mediaType: 'application/vnd.oasis.opendocument.text' },
  rtf: { extensions: ['rtf'], mediaType: 'application/rtf' },
  doc: { extensions: ['doc', 'dot'], mediaType: 'application/msword' },
  xlsx: {
    extensions: ['xlsx', 'xlsm', 'xltx', 'xltm'],
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  ods: { extensions: ['ods', 'ots'], mediaType: 'application/vnd.oasis.opendocument.spreadsheet' },
  xls: { extensions: ['xls', 'xlt'], mediaType: 'application/vnd.ms-excel' },
  csv: { extensions: ['csv', 'tsv', 'tab'], mediaType: 'text/csv' },
  pptx: {
    extensions: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'],
    mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
  odp: { extensions: ['odp', 'otp'], mediaType: 'application/vnd.oasis.opendocument.presentation' },
  ppt: { extensions: ['ppt', 'pps', 'pot'], mediaType: 'application/vnd.ms-powerpoint' },
  markdown: { extensions: ['md', 'markdown', 'mdown', 'mkd'], mediaType: 'text/markdown' },
  html: { extensions: ['html', 'htm', 'xhtml'], mediaType: 'text/html' },
  mhtml: { extensions: ['mhtml', 'mht'], mediaType: 'multipart/related' },
  epub: { extensions: ['epub'], mediaType: 'application/epub+zip' },
  text: { extensions: ['txt', 'text', 'log'], mediaType: 'text/plain' },
  json: { extensions: ['json', 'jsonl', 'ndjson', 'geojson'], mediaType: 'application/json' },
  xml: { extensions: ['xml'], mediaType: 'application/xml' },
  yaml: { extensions: ['yaml', 'yml'], mediaType: 'application/yaml' },
  eml: { extensions: ['eml'], mediaType: 'message/rfc822' },
  msg: { extensions: ['msg'], mediaType: 'application/vnd.ms-outlook' },
  mbox: { extensions: ['mbox'], mediaType: 'application/mbox' },
  p7m: { extensions: ['p7m', 'p7s'], mediaType: 'application/pkcs7-mime' },
  ics: { extensions: ['ics', 'ifb'], mediaType: 'text/calendar' },
  vcf: { extensions: ['vcf'], mediaType: 'text/vcard' },
  vtt: { extensions: ['vtt'], mediaType: 'text/vtt' },
  srt: { extensions: ['srt'], mediaType: 'application/x-subrip' },
  /** The transcript that Jigasi writes of a Jitsi meeting; recognised by its content. */
  'jigasi-transcript': { extensions: ['json'], mediaType: 'application/json' },
  image: {
    extensions: ['png', 'jpg', 'jpeg', 'tif', 'tiff'],
    mediaType: 'application/octet-stream',
  },
  zip: { extensions: ['zip'], mediaType: 'application/zip' },
} as const satisfies Record<string, { readonly extensions: readonly string[]; readonly mediaType: string }>;

export type FileFormat = keyof typeof fileFormats;
