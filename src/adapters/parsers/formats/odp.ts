import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { odfMetadata } from '../odf/metadata.ts';
import { openParts } from '../odf/open-parts.ts';
import { type SlideContext, slideBlocks } from '../odf/slide-blocks.ts';
import { centimetres, createOdfStyles } from '../odf/styles.ts';
import { parsedDocument } from '../parsed.ts';
import { meaningfulTitle } from '../title.ts';
import { findElement, visitXml, type XmlElement } from '../xml-reader.ts';

/** Reads an OpenDocument presentation as `readPptx` reads a PowerPoint one, one slide in memory at a time. */
export async function readOdp(bytes: Uint8Array): Promise<ParsedDocument> {
  const { parts, textsOf } = openParts(bytes);
  const context = readStyles(textsOf('styles.xml'));
  const blocks: ParsedBlock[] = [];
  let pages = 0;
  let hidden = 0;
  const takePage = (page: XmlElement): void => {
    pages += 1;
    if (pages > tunables.parsing.slides) return;
    const slide = slideBlocks(page, context);
    hidden += slide.hidden;
    const place = { kind: 'slide', from: pages, to: pages } as const;
    for (const block of slide.blocks) blocks.push({ ...block, place });
  };
  visitXml(textsOf('content.xml'), {
    open: ({ name }) => (name === 'style:style' || name === 'draw:page' ? 'gather' : 'enter'),
    gathered: (element) => (element.name === 'draw:page' ? takePage(element) : context.styles.add(element)),
  });
  const metadata = odfMetadata(parts);
  const heading = blocks.find(({ kind }) => kind === 'heading');
  const title = metadata.title ?? (heading?.kind === 'heading' ? meaningfulTitle(heading.text) : null);
  const document = addWarning(parsedDocument(blocks, { ...metadata, title, pages }), 'hidden-text', hidden);
  return addWarning(document, 'truncated', Math.max(0, pages - tunables.parsing.slides));
}

function readStyles(pieces: Iterable<string>): SlideContext {
  const styles = createOdfStyles();
  const masters = new Map<string, XmlElement>();
  const layouts = new Map<string, XmlElement>();
  visitXml(pieces, {
    open: ({ name }) => (/^style:(style|master-page|page-layout)$/.test(name) ? 'gather' : 'enter'),
    gathered(element) {
      const name = element.attributes.get('style:name') ?? '';
      if (element.name === 'style:style') styles.add(element);
      else (element.name === 'style:master-page' ? masters : layouts).set(name, element);
    },
  });
  const [master] = masters.values();
  const layout = layouts.get(master?.attributes.get('style:page-layout-name') ?? '');
  const paper = layout === undefined ? undefined : findElement(layout, 'style:page-layout-properties');
  const width = centimetres(paper?.attributes.get('fo:page-width'));
  const height = centimetres(paper?.attributes.get('fo:page-height'));
  const size = Number.isFinite(width) && Number.isFinite(height) ? { width, height } : null;
  return { styles, masters, size };
}
