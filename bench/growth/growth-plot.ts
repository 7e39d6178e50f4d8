import { linearAxis, linePlot } from '../plot/line-plot.ts';

/** What was measured at one size. */
export type Point = { readonly mode: string; readonly chunks: number; readonly p95Ms: number };

const colours: Readonly<Record<string, string>> = { words: '#1b6ca8', hybrid: '#b3541e' };
const dashes: Readonly<Record<string, string>> = { words: '', hybrid: '6 3' };

/** The 95th percentile of each mode against the number of chunks, as an SVG file. */
export function growthPlot(points: readonly Point[]): string {
  const sizes = [...new Set(points.map(({ chunks }) => chunks))];
  return linePlot({
    title: '95th percentile of a search (ms) against chunks',
    said: points.map(({ mode, chunks, p95Ms }) => `${mode}, ${chunks} chunks: ${p95Ms} ms`).join('; '),
    x: {
      label: 'chunks',
      scale: 'linear',
      ticks: sizes.map((at) => ({ at, text: `${Math.round(at / 1_000)}k` })),
    },
    y: linearAxis(
      'p95 of a search, ms',
      points.map(({ p95Ms }) => p95Ms),
    ),
    series: [...Map.groupBy(points, ({ mode }) => mode)].map(([mode, own]) => ({
      name: mode,
      colour: colours[mode] ?? '#333',
      dash: dashes[mode] ?? '',
      points: own.map(({ chunks, p95Ms }) => ({ x: chunks, y: p95Ms })),
    })),
    sayPoint: (ms) => String(Math.round(ms)),
  });
}
