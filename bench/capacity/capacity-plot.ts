import { linePlot, logarithmicAxis } from '../plot/line-plot.ts';
import type { Standing } from './simulate.ts';

const stores = [
  { name: 'index, memory', colour: '#1b6ca8', dash: '', of: (at: Standing) => at.indexMemory },
  { name: 'index, disk', colour: '#1b6ca8', dash: '6 3', of: (at: Standing) => at.indexDisk },
  { name: 'PostgreSQL, disk', colour: '#b3541e', dash: '', of: (at: Standing) => at.postgresDisk },
  { name: 'files', colour: '#4a7c3a', dash: '2 3', of: (at: Standing) => at.files },
] as const;

/** Terabytes of each store against weeks, on a logarithmic scale, as an SVG file. */
export function capacityPlot(standings: readonly Standing[]): string {
  const last = standings.at(-1) as Standing;
  const series = stores.map(({ of, ...style }) => ({
    ...style,
    points: standings.map((at) => ({ x: at.weeks, y: of(at) })),
  }));
  const said = stores.map(({ name, of }) => `${name}: ${(of(last) / 1e12).toFixed(1)} TB`).join('; ');
  return linePlot({
    title: 'What each store takes over three years',
    said: `After ${last.weeks} weeks, ${said}`,
    x: {
      label: '',
      scale: 'linear',
      ticks: [0, 52, 104, 156].map((at) => ({ at, text: `${at / 52} y` })),
    },
    y: logarithmicAxis(
      'all replicas, logarithmic',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      (bytes) => (bytes >= 1e12 ? `${bytes / 1e12} TB` : `${bytes / 1e9} GB`),
    ),
    series,
  });
}
