import { z } from 'zod';
import { linearAxis, linePlot, logarithmicAxis } from '../plot/line-plot.ts';
import type { By } from './ask.ts';

const by: z.ZodType<By> = z.enum(['words', 'vectors']);
const measured = { engine: z.string(), by, p95: z.number() };
const line = z.discriminatedUnion('what', [
  z.object({ what: z.literal('organisation'), chunks: z.int(), ...measured }),
  z.object({ what: z.literal('filter'), classes: z.int(), ...measured }),
]);

/** What was measured for one engine at one place of the axis. */
type Point = {
  readonly engine: string;
  readonly by: By;
  readonly at: number;
  readonly p95Ms: number;
};

/** The points among the lines of JSON that runs printed, by the size of the organisation or of the reader's filter. */
export function pointsBy(what: 'organisation' | 'filter', lines: readonly string[]): Point[] {
  return lines.flatMap((text) => {
    const { success, data } = line.safeParse(JSON.parse(text));
    if (!success || data.what !== what) return [];
    const at = data.what === 'organisation' ? data.chunks : data.classes;
    return [{ engine: data.engine, by: data.by, at, p95Ms: data.p95 }];
  });
}

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
