import type { ReactNode } from 'react';
import { useLanguage } from '../language.ts';
import { type AnswerBlock, type Inline, type Mark, readAnswer } from './answer-text.ts';
import { SupportMark } from './support-mark.tsx';

/**
 * An answer as paragraphs, headings, lists, quotes and tables of plain text. `citation` draws the mark of a source; nothing
 * else is drawn.
 */
export function AnswerBody({
  text,
  known,
  marks,
  citation,
}: {
  readonly text: string;
  readonly known: ReadonlySet<number>;
  /** Sentences to be checked by the reader. */
  readonly marks: readonly Mark[];
  readonly citation: (n: number) => ReactNode;
}) {
  const drawInline = (part: Inline, key: number): ReactNode => {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'strong':
        return <strong key={key}>{part.text}</strong>;
      case 'doubt':
        return <SupportMark key={key} support={part.support} />;
      case 'citation':
        return <span key={key}>{citation(part.n)}</span>;
    }
  };
  const draw = (parts: readonly Inline[]) => parts.map(drawInline);
  const drawBlock = (block: AnswerBlock, key: number): ReactNode => {
    switch (block.kind) {
      case 'paragraph':
        return <p key={key}>{draw(block.inlines)}</p>;
      case 'heading':
        return <h3 key={key}>{draw(block.inlines)}</h3>;
      case 'quote':
        return (
          <blockquote key={key}>
            <p>{draw(block.inlines)}</p>
          </blockquote>
        );
      case 'table':
        return <Table key={key} rows={block.rows.map((row) => row.map(draw))} />;
      case 'list': {
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end.
        const items = block.items.map((item, place) => <li key={place}>{draw(item)}</li>);
        if (block.start === null) return <ul key={key}>{items}</ul>;
        return (
          <ol key={key} start={block.start}>
            {items}
          </ol>
        );
      }
    }
  };
  return readAnswer(text, known, marks).map(drawBlock);
}

/** A table of an answer, in a box of its own that scrolls when it is wide. */
function Table({ rows: [header = [], ...rows] }: { readonly rows: readonly (readonly ReactNode[])[] }) {
  const { t } = useLanguage();
  /* biome-ignore-start lint/suspicious/noArrayIndexKey: an answer only grows at its end. */
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reachable by keyboard.
    <section className="table-box" aria-label={t('table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {header.map((cell, column) => (
              <th key={column} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
  /* biome-ignore-end lint/suspicious/noArrayIndexKey: as above. */
}
