import type { Standing } from './simulate.ts';

const [width, height, left, bottom, top, right] = [640, 320, 56, 36, 28, 150];
const series = [
  { name: 'index, memory', colour: '#1b6ca8', dash: '', of: (at: Standing) => at.indexMemory },
  { name: 'index, disk', colour: '#1b6ca8', dash: '6 3', of: (at: Standing) => at.indexDisk },
  { name: 'PostgreSQL, disk', colour: '#b3541e', dash: '', of: (at: Standing) => at.postgresDisk },
  { name: 'files', colour: '#4a7c3a', dash: '2 3', of: (at: Standing) => at.files },
] as const;

/** Terabytes of each store against weeks, on a logarithmic scale, as an SVG file. */
export function capacityPlot(standings: readonly Standing[]): string {
  const weeks = Math.max(...standings.map((at) => at.weeks));
  const bytes = standings.flatMap((at) => series.map(({ of }) => of(at)));
  const [least, most] = [
    Math.floor(Math.log10(Math.min(...bytes))),
    Math.ceil(Math.log10(Math.max(...bytes))),
  ];
  const x = (week: number) => rounded(left + (week / weeks) * (width - left - right));
  const y = (value: number) =>
    rounded(height - bottom - ((Math.log10(value) - least) / (most - least)) * (height - bottom - top));
  const steps = Array.from({ length: most - least + 1 }, (_, at) => 10 ** (least + at)).map(
    (value) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value >= 1e12 ? `${value / 1e12} TB` : `${value / 1e9} GB`}</text>`,
  );
  const years = [0, 52, 104, 156].map(
    (week) => `<text x="${x(week)}" y="${height - bottom + 18}" text-anchor="middle">${week / 52} y</text>`,
  );
  const ends = spread(series.map(({ of }) => y(of(standings.at(-1) as Standing)) + 4));
  const lines = series.map(({ name, colour, dash, of }, at) => {
    const path = standings.map((one) => `${x(one.weeks)},${y(of(one))}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/><text x="${width - right + 8}" y="${ends[at]}" fill="${colour}">${name}</text>`;
  });
  const last = standings.at(-1) as Standing;
  const said = series.map(({ name, of }) => `${name}: ${(of(last) / 1e12).toFixed(1)} TB`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12" aria-labelledby="title said">
<title id="title">What each store takes over three years</title><desc id="said">After ${last.weeks} weeks, ${said}</desc>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="16">all replicas, logarithmic</text>
${steps.join('\n')}
${years.join('\n')}
${lines.join('\n')}
</svg>
`;
}

/** Keeps labels a line apart, in the order of their places. */
function spread(places: readonly number[]): number[] {
  const moved = [...places];
  const order = places.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  order.forEach((at, turn) => {
    const above = moved[order[turn - 1] ?? -1];
    if (above !== undefined) moved[at] = Math.max(moved[at] ?? 0, above + 14);
  });
  return moved;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
