import { linearAxis, linePlot, logarithmicAxis } from '../plot/line-plot.ts';
import type { By } from './ask.ts';

/** What was measured for one engine at one place of the axis. */
export type Point = {
  readonly engine: string;
  readonly by: By;
  readonly at: number;
  readonly p95Ms: number;
};

const colours: Readonly<Record<By, string>> = { words: '#1b6ca8', vectors: '#b3541e' };

/** The 95th percentile against what the axis says, as an SVG file. */
export function millionPlot(title: string, axis: string, points: readonly Point[]): string {
  const ordered = points.toSorted((one, other) => one.at - other.at);
  return linePlot({
    title,
    said: ordered
      .map(({ engine, by, at, p95Ms }) => `${engine} by ${by}, ${at} ${axis}: ${p95Ms} ms`)
      .join('; '),
    x: logarithmicAxis(
      axis,
      ordered.map(({ at }) => at),
      (value) => value.toLocaleString('en'),
    ),
    y: linearAxis(
      'p95 of a search in the index, ms',
      ordered.map(({ p95Ms }) => p95Ms),
    ),
    series: [...Map.groupBy(ordered, ({ engine, by }) => `${engine}, ${by}`)].map(([name, own]) => ({
      name,
      colour: own[0] ? colours[own[0].by] : '#333',
      dash: name.startsWith('Qdrant') ? '6 3' : '',
      points: own.map(({ at, p95Ms }) => ({ x: at, y: p95Ms })),
    })),
    sayPoint: (ms) => String(Math.round(ms)),
  });
}
