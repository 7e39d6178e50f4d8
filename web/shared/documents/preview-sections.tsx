import { type ReactNode, useMemo } from 'react';
import type { Client } from '../api/client.ts';
import type { Preview, PreviewSection } from '../api/types.ts';
import { useLanguage } from '../interface/language.tsx';
import type { Translate } from '../texts/translate.ts';
import { PageImage } from './page-image.tsx';
import { placeText } from './place-text.ts';
import { newHeadings, type Piece, type PreviewBlock, previewBlocks } from './preview-text.ts';

/** The document's text: headings, page numbers, paragraphs, tables, with the cited passage marked. */
export function PreviewSections({ client, preview }: { readonly client: Client; readonly preview: Preview }) {
  const { t } = useLanguage();
  const { sections, passage, document, pageImages } = preview;
  const headings = useMemo(() => newHeadings(sections), [sections]);
  return (
    <div className="preview" lang={document.language}>
      {sections.map((section, index) => {
        const mark = markOf(section, t);
        const before = sections[index - 1];
        const pages = pagesOf(section, passage, pageImages);
        const isNew = mark !== '' && (before === undefined || markOf(before, t) !== mark);
        return (
          <div
            className="preview-section"
            key={section.ordinal}
            lang={section.language === document.language ? undefined : section.language}
          >
            {isNew ? (
              <PlaceMark
                picture={
                  pages === null || section.page === before?.page ? null : (
                    <PageImage client={client} documentId={document.id} {...pages} />
                  )
                }
              >
                {mark}
              </PlaceMark>
            ) : null}
            {headings[index]?.map(({ text, depth }) => (
              <SectionHeading key={`${depth} ${text}`} depth={depth}>
                {text}
              </SectionHeading>
            ))}
            {previewBlocks(section, passage, document.title).map((block, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a preview never move.
              <Block key={place} block={block} />
            ))}
          </div>
        );
      })}
    </div>
  );
}

/** Place of a section, and what kind of text it is when it stands apart. */
function markOf({ place, aside }: PreviewSection, t: Translate): string {
  const parts = [place === null ? '' : placeText(place, t), aside === null ? '' : t(`asides.${aside}`)];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The pages of a section that can be shown as pictures, and the one to begin with: that of the cited passage. */
function pagesOf({ place, start, end }: PreviewSection, passage: Preview['passage'], pageImages: number) {
  if ((place?.kind !== 'page' && place?.kind !== 'slide') || place.from > pageImages) return null;
  const cited = passage !== null && passage.start >= start && passage.start < end ? passage.page : null;
  return { first: place.from, last: Math.min(place.to, pageImages), opening: cited ?? place.from };
}

function PlaceMark({ children, picture }: { readonly children: ReactNode; readonly picture: ReactNode }) {
  const { language } = useLanguage();
  return (
    <div className="page-mark" lang={language}>
      <span>{children}</span>
      {picture}
    </div>
  );
}

/** The document's title is the level 2 heading of the page, so its own headings start at level 3. */
function SectionHeading({ depth, children }: { readonly depth: number; readonly children: ReactNode }) {
  const Level = (['h3', 'h4', 'h5', 'h6'] as const)[depth] ?? 'h6';
  return <Level>{children}</Level>;
}

function Block({ block }: { readonly block: PreviewBlock }) {
  if (block.kind === 'text') return <p>{block.pieces.map(renderPiece)}</p>;
  const [header, ...rows] = block.rows;
  return (
    // Wide tables scroll in their own box, which the keyboard must reach.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reachable by keyboard.
    <div className="table-box" tabIndex={0}>
      <table>
        <thead>
          <tr data-cited={header?.isCited}>
            {header?.cells.map((cell, column) =>
              // A header without words names nothing, and must not say that it does.
              cell.trim() === '' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a preview never move.
                <td key={column} />
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a preview never move.
                <th key={column} scope="col">
                  {renderCell(cell, header.isCited)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a preview never move.
            <tr key={place} data-cited={row.isCited}>
              {row.cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a preview never move.
                <td key={column}>{renderCell(cell, row.isCited)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function renderCell(text: string, isCited: boolean): ReactNode {
  return isCited ? <mark className="cited">{text}</mark> : text;
}

function renderPiece(piece: Piece, index: number): ReactNode {
  return piece.isCited ? (
    <mark className="cited" key={index}>
      {piece.text}
    </mark>
  ) : (
    piece.text
  );
}
