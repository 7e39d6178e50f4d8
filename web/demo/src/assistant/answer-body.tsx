import type { ReactNode } from 'react';
import { type Inline, type Mark, readAnswer } from './answer-text.ts';
import { SupportMark } from './support-mark.tsx';

/** An answer as paragraphs, lists and quotes of plain text. `citation` draws the mark of a source; nothing else is drawn. */
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
  const inline = (parts: readonly Inline[]) =>
    parts.map((part, index) => {
      const key = index;
      if (part.kind === 'text') return part.text;
      return part.kind === 'doubt' ? (
        <SupportMark key={key} support={part.support} />
      ) : (
        <span key={key}>{citation(part.n)}</span>
      );
    });
  return readAnswer(text, known, marks).map((block, index) => {
    const key = index;
    if (block.kind === 'paragraph') return <p key={key}>{inline(block.inlines)}</p>;
    if (block.kind === 'quote') {
      return (
        <blockquote key={key}>
          <p>{inline(block.inlines)}</p>
        </blockquote>
      );
    }
    // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end.
    const items = block.items.map((item, place) => <li key={place}>{inline(item)}</li>);
    return block.start === null ? (
      <ul key={key}>{items}</ul>
    ) : (
      <ol key={key} start={block.start}>
        {items}
      </ol>
    );
  });
}
