import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { numberFormat, plainNumber } from '../sheets/number-text.ts';
import { childElement, findElement, findElements, textContent, type XmlElement } from '../xml-reader.ts';
import { paragraphTexts } from './drawing-text.ts';

/** Points of a chart that are read: one with more of them is a cloud or a curve, which nobody reads as a table. */
const maxPoints = 500;

/** What a chart says: its titles on one line, and the figures that it shows as a table, a column for each series. */
export function chartBlocks(root: XmlElement): ParsedBlock[] {
  const titles = findElements(root, 'title').flatMap(paragraphTexts);
  const said = [...new Set(titles)].join(', ');
  const series = findElements(root, 'ser').map((element) => ({
    name: [...pointsOf(childElement(element, 'tx')).values()].join(' '),
    labels: pointsOf(childElement(element, 'cat') ?? childElement(element, 'xVal')),
    values: pointsOf(childElement(element, 'val') ?? childElement(element, 'yVal')),
  }));
  const labels = series[0]?.labels ?? new Map<number, string>();
  const indexes = [...new Set(series.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const rows = indexes.map((index) => [
    labels.get(index) ?? '',
    ...series.map(({ values }) => values.get(index) ?? ''),
  ]);
  return [
    ...(said === '' ? [] : [{ kind: 'paragraph', text: said } as const]),
    ...(rows.length === 0 || rows.length > maxPoints
      ? []
      : [{ kind: 'table', header: ['', ...series.map(({ name }) => name)], rows } as const]),
  ];
}

// The points that the file remembers, by their index; numbers as they are shown.
function pointsOf(element: XmlElement | undefined): Map<number, string> {
  if (element === undefined) return new Map();
  const cache = findElement(element, 'numCache') ?? findElement(element, 'numLit');
  const code = cache === undefined ? undefined : childElement(cache, 'formatCode');
  const format = numberFormat(code === undefined ? '' : textContent(code));
  const textOf = (text: string): string => {
    const number = Number(text);
    if (cache === undefined || text === '' || !Number.isFinite(number)) return text;
    return format.hides ? plainNumber(number) : cleanText(format.text(number));
  };
  return new Map(
    findElements(element, 'pt').map((point) => [
      Number(point.attributes.get('idx') ?? 0),
      textOf(cleanText(textContent(point))),
    ]),
  );
}
