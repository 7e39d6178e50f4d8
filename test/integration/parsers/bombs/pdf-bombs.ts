import { deflateSync } from 'node:zlib';
import { type Bomb, empty, killed, refused } from './bomb.ts';

const megabyte = 1024 * 1024;
const resources = '/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>';
const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R${resources}>>`;
const catalog = '<</Type/Catalog/Pages 2 0 R>>';
const pages = '<</Type/Pages/Kids[3 0 R]/Count 1>>';
const words = 'BT /F1 12 Tf 20 200 Td (Bonjour le monde) Tj ET ';

function stream(content: Uint8Array, dictionary = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${content.length}>>stream\n`),
    content,
    Buffer.from('\nendstream'),
  ]);
}

const flate = (content: Uint8Array): Buffer =>
  stream(deflateSync(content, { level: 1 }), '/Filter/FlateDecode');
const plain = stream(Buffer.from(words));

/** A PDF of these objects, numbered from 1, with a table of places. */
export function pdfOf(objects: readonly (string | Uint8Array)[], trailer = ''): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let at = parts[0]?.length ?? 0;
  const add = (piece: Buffer): void => {
    parts.push(piece);
    at += piece.length;
  };
  objects.forEach((object, index) => {
    places.push(at);
    add(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]));
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  add(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Root 1 0 R/Size ${size}${trailer.replace('HERE', String(at))}>>\nstartxref\n${at}\n%%EOF`,
    ),
  );
  return Buffer.concat(parts);
}

/** Each form draws the next one ten times. */
function formsInForms(depth: number): (string | Uint8Array)[] {
  return Array.from({ length: depth }, (_, at) => {
    const isLast = at === depth - 1;
    const next = isLast ? resources : `/Resources<</XObject<</X ${6 + at} 0 R>>>>`;
    return stream(
      Buffer.from(isLast ? words : '/X Do '.repeat(10)),
      `/Type/XObject/Subtype/Form/BBox[0 0 300 300]${next}`,
    );
  });
}

const files: Readonly<Record<string, () => Uint8Array>> = {
  'page-count': () => pdfOf([catalog, '<</Type/Pages/Kids[3 0 R]/Count 2000000000>>', page, plain]),
  'page-loop': () => pdfOf([catalog, '<</Type/Pages/Kids[3 0 R 2 0 R 2 0 R]/Count 3>>', page, plain]),
  'same-page-100000-times': () =>
    pdfOf([catalog, `<</Type/Pages/Kids[${'3 0 R '.repeat(100_000)}]/Count 100000>>`, page, plain]),
  'deflated-spaces': () => pdfOf([catalog, pages, page, flate(Buffer.alloc(300 * megabyte, ' '))]),
  'deflated-words': () => pdfOf([catalog, pages, page, flate(Buffer.alloc(100 * megabyte, words))]),
  'deflated-twice': () => {
    const inner = deflateSync(deflateSync(Buffer.alloc(400 * megabyte), { level: 1 }), { level: 9 });
    return pdfOf([catalog, pages, page, stream(inner, '/Filter[/FlateDecode/FlateDecode]')]);
  },
  'xmp-spaces': () =>
    pdfOf([
      '<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>',
      pages,
      page,
      plain,
      stream(
        deflateSync(
          Buffer.concat([
            Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title>'),
            Buffer.alloc(200 * megabyte, 'a'),
            Buffer.from('</dc:title></x:xmpmeta>'),
          ]),
          { level: 1 },
        ),
        '/Type/Metadata/Subtype/XML/Filter/FlateDecode',
      ),
    ]),
  'xmp-laughs': () =>
    pdfOf([
      '<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>',
      pages,
      page,
      plain,
      stream(
        Buffer.from(
          `<!DOCTYPE x [<!ENTITY a "lol">${Array.from({ length: 10 }, (_, at) => `<!ENTITY ${'abcdefghijk'[at + 1]} "${`&${'abcdefghijk'[at]};`.repeat(10)}">`).join('')}]><x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title>&k;</dc:title></x:xmpmeta>`,
        ),
        '/Type/Metadata/Subtype/XML',
      ),
    ]),
  'image-50000-wide': () =>
    pdfOf([
      catalog,
      pages,
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>',
      stream(Buffer.from('300 0 0 300 0 0 cm /X Do')),
      stream(
        deflateSync(Buffer.alloc(300 * megabyte), { level: 1 }),
        '/Type/XObject/Subtype/Image/Width 50000/Height 50000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode',
      ),
    ]),
  'page-200-inches-squared': () =>
    pdfOf([catalog, pages, page.replace('[0 0 300 300]', '[0 0 2000000000 2000000000]'), plain]),
  'forms-in-forms': () =>
    pdfOf([
      catalog,
      pages,
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>',
      stream(Buffer.from('/X Do '.repeat(10))),
      ...formsInForms(12),
    ]),
  'form-in-itself': () =>
    pdfOf([
      catalog,
      pages,
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>',
      stream(Buffer.from('/X Do')),
      stream(
        Buffer.from('/X Do /X Do'),
        '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>',
      ),
    ]),
  'tables-of-places-in-a-loop': () => pdfOf([catalog, pages, page, plain], '/Prev HERE'),
  'deep-arrays': () => pdfOf([catalog, pages, page, plain, '['.repeat(2_000_000)]),
  'deep-dictionaries': () =>
    pdfOf([`<</Type/Catalog/Pages 2 0 R/X ${'<</X '.repeat(500_000)}`, pages, page, plain]),
  'outline-loop': () =>
    pdfOf([
      '<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>',
      pages,
      page,
      plain,
      '<</First 6 0 R/Last 6 0 R/Count 1>>',
      '<</Title(a)/Parent 5 0 R/Next 6 0 R/First 6 0 R>>',
    ]),
  'length-of-itself': () => pdfOf([catalog, pages, page, `<</Length 4 0 R>>stream\n${words}\nendstream`]),
  'one-million-lines': () =>
    pdfOf([catalog, pages, page, flate(Buffer.from('0 0 m 300 300 l S '.repeat(1_000_000)))]),
  'one-million-letters': () =>
    pdfOf([catalog, pages, page, flate(Buffer.from(`BT /F1 1 Tf ${'1 0 Td (a) Tj '.repeat(1_000_000)} ET`))]),
};

export const pdfBombs: readonly Bomb[] = Object.entries(files).map(([name, build]) => ({
  name: `${name}.pdf`,
  build,
  ends: ['parsed', ...refused, ...killed, ...empty],
  maxCharacters: 20_000_000,
}));
