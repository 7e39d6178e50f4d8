import { placeText } from '../../../shared/documents/place-text.ts';
import type { T } from '../language.ts';
import { type AnswerBlock, type Inline, readAnswer } from './answer-text.ts';
import { citedSources, knownNumbers, type Turn } from './turn.ts';

/** The answer as plain text with its sources below, ready to be pasted into a letter. */
export function answerAsText(turn: Turn, t: T): string {
  const sources = sourceLines(turn, t);
  return [
    turn.text,
    ...(sources.length === 0 ? [] : [`${t('sources')}\n${sources.join('\n')}`]),
    t('aiNotice'),
  ].join('\n\n');
}

/** The same as HTML for word processors: paragraphs, lists, tables and quotes, nothing that loads or links (R38). */
export function answerAsHtml(turn: Turn, t: T): string {
  const blocks = readAnswer(turn.text, knownNumbers(turn)).map(blockAsHtml);
  const sources = sourceLines(turn, t).map((line) => `<li>${escaped(line)}</li>`);
  return [
    ...blocks,
    ...(sources.length === 0 ? [] : [`<p><b>${escaped(t('sources'))}</b></p><ul>${sources.join('')}</ul>`]),
    `<p><i>${escaped(t('aiNotice'))}</i></p>`,
  ].join('');
}

function sourceLines(turn: Turn, t: T): readonly string[] {
  return citedSources(turn).flatMap((source) => {
    if (!source.readable) return [];
    const { title, path } = source.document;
    const { place, headings } = source.passage;
    const where = place === null ? '' : `, ${placeText(place, t)}`;
    return [`[${source.n}] ${[title, ...headings].join(' › ')}${where} (${path})`];
  });
}

function blockAsHtml(block: AnswerBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inlinesAsHtml(block.inlines)}</p>`;
    case 'heading':
      return `<p><b>${inlinesAsHtml(block.inlines)}</b></p>`;
    case 'quote':
      return `<blockquote>${inlinesAsHtml(block.inlines)}</blockquote>`;
    case 'list': {
      const items = block.items.map((item) => `<li>${inlinesAsHtml(item)}</li>`).join('');
      return block.start === null ? `<ul>${items}</ul>` : `<ol start="${block.start}">${items}</ol>`;
    }
    case 'table': {
      const [header = [], ...rows] = block.rows.map((row) => row.map(inlinesAsHtml));
      const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
      return `<table border="1"><tr>${header.map((cell) => `<th>${cell}</th>`).join('')}</tr>${body}</table>`;
    }
  }
}

const inlinesAsHtml = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'citation') return `[${inline.n}]`;
      if (inline.kind === 'doubt') return '';
      const text = escaped(inline.text).replaceAll('\n', '<br>');
      return inline.kind === 'strong' ? `<b>${text}</b>` : text;
    })
    .join('');

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
