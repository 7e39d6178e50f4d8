import { zipSync } from 'fflate';

const namespaces = Object.entries({
  office: 'urn:oasis:names:tc:opendocument:xmlns:office:1.0',
  text: 'urn:oasis:names:tc:opendocument:xmlns:text:1.0',
  draw: 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0',
  svg: 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0',
  xlink: 'http://www.w3.org/1999/xlink',
})
  .map(([name, address]) => `xmlns:${name}="${address}"`)
  .join(' ');

/** An ODT that wants sections of text from elsewhere, and pictures. */
export function linkingOdt(links: {
  readonly sections: readonly string[];
  readonly pictures: readonly string[];
}): Uint8Array {
  const sections = links.sections.map(
    (address, number) =>
      `<text:section text:name="s${number}"><text:section-source xlink:type="simple" xlink:href="${address}" xlink:show="embed"/><text:p>Section liée</text:p></text:section>`,
  );
  const pictures = links.pictures.map(
    (address) =>
      `<text:p><draw:frame svg:width="12cm" svg:height="3cm" text:anchor-type="as-char"><draw:image xlink:href="${address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>`,
  );
  return odtOf(
    `<text:p>Bonjour</text:p>${sections.join('')}${pictures.join('')}<text:p>Fin du document</text:p>`,
  );
}

/** An ODT with this body. */
export function odtOf(body: string): Uint8Array {
  const type = 'application/vnd.oasis.opendocument.text';
  return zipSync({
    mimetype: [Buffer.from(type), { level: 0 }],
    'content.xml': Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces} office:version="1.2"><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ),
    'META-INF/manifest.xml': Buffer.from(
      `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    ),
  });
}
