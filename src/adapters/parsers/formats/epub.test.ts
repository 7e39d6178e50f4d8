import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ParseOutcome } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

const container =
  '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="livre/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>';
const opf = `<?xml version="1.0"?><package><metadata><dc:title>Guide de l’agent</dc:title><dc:creator>Ana</dc:creator><dc:creator>Bob</dc:creator><dc:date>2024-05-02</dc:date><meta property="dcterms:modified">2025-01-03T10:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="toc" href="sommaire.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="texte/deux%20bis.xhtml" media-type="application/xhtml+xml"/><item id="a" href="texte/un.xhtml" media-type="application/xhtml+xml"/><item id="i" href="x.jpg" media-type="image/jpeg"/></manifest>
<spine><itemref idref="nav"/><itemref idref="toc"/><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/><itemref idref="absent"/><itemref idref="i"/></spine></package>`;
const page = (body: string) =>
  `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head><body>${body}</body></html>`;

function epub(files: Readonly<Record<string, string>> = {}): Promise<ParseOutcome> {
  const all = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': container,
    'livre/content.opf': opf,
    'livre/nav.xhtml': page('<nav><ol><li><a href="un">Un</a></li></ol></nav>'),
    'livre/sommaire.xhtml': page(
      '<h1>Sommaire</h1><p><a href="a">Chapitre premier</a></p><p><a href="b">Chapitre second</a></p>',
    ),
    'livre/texte/un.xhtml': page('<h1>Un</h1><p><a id="p1"/>Premier.<br/>Suite</p><ul><li>item</li></ul>'),
    'livre/texte/deux bis.xhtml': page(
      '<h1>Deux</h1><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
    ),
    ...files,
  };
  const bytes = zipSync(
    Object.fromEntries(Object.entries(all).map(([name, text]) => [name, Buffer.from(text)])),
  );
  return readDocument(bytes, { name: 'livre.epub' });
}

describe('EPUB', () => {
  test('reads the pages in the order of the spine, each once, without its tables of contents', async () => {
    expect(await epub()).toMatchObject({
      outcome: 'parsed',
      format: 'epub',
      document: {
        title: 'Guide de l’agent',
        author: 'Ana, Bob',
        createdAt: new Date('2024-05-02'),
        modifiedAt: new Date('2025-01-03T10:00:00Z'),
        blocks: [
          { kind: 'heading', level: 1, text: 'Un' },
          { kind: 'paragraph', text: 'Premier. Suite' },
          { kind: 'list-item', depth: 0, text: 'item' },
          { kind: 'heading', level: 1, text: 'Deux' },
          { kind: 'table', header: ['a', 'b'], rows: [['1', '2']] },
        ],
      },
    });
  });

  test('a locked book is encrypted; obfuscated fonts lock nothing', async () => {
    const encryption = (algorithm: string, path = 'livre/texte/un.xhtml') => ({
      'META-INF/encryption.xml': `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/><enc:CipherData><enc:CipherReference URI="${path}"/></enc:CipherData></enc:EncryptedData></encryption>`,
    });
    expect(await epub(encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc'))).toMatchObject({
      outcome: 'skipped',
      reason: 'encrypted',
    });
    expect(
      await epub(encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'livre/x.jpg')),
    ).toMatchObject({
      outcome: 'parsed',
    });
    expect(await epub(encryption('http://www.idpf.org/2008/embedding'))).toMatchObject({ outcome: 'parsed' });
  });

  test('R47: paths that lead out of the book find nothing; without spine it is damaged', async () => {
    expect(
      await epub({ 'livre/content.opf': opf.replace('texte/un.xhtml', '../../../etc/passwd') }),
    ).toMatchObject({
      document: { blocks: [{ text: 'Deux' }, { kind: 'table' }] },
    });
    expect(await epub({ 'livre/content.opf': '<package/>' })).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
    expect(await epub({ 'META-INF/container.xml': '<container/>' })).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
  });
});
