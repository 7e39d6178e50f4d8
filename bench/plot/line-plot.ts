/** Where values stand: linear from 0, or by their logarithms. Ticks ascend and span all values. */
export type Axis = {
  readonly label: string;
  readonly scale: 'linear' | 'logarithmic';
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
};

export type Series = {
  readonly name: string;
  readonly colour: string;
  /** Of the line, as SVG says it, so that series are told apart without colours. */
  readonly dash: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

export type LinePlot = {
  readonly title: string;
  /** All of it in words, for those who do not see it. */
  readonly said: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** What is written at each point; absent: nothing, and no dots. */
  readonly sayPoint?: (y: number) => string;
};

const [width, height, left, bottom, top, right] = [640, 320, 56, 40, 28, 150];
const lineHeight = 14;

/** Lines with their names at their ends, as an SVG file. */
export function linePlot({ title, said, x: across, y: up, series, sayPoint }: LinePlot): string {
  const x = placer(across, left, width - right);
  const y = placer(up, height - bottom, top);
  const grid = up.ticks.map(
    ({ at, text }) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(at)}" y2="${y(at)}" stroke="#ddd"/><text x="${left - 6}" y="${y(at) + 4}" text-anchor="end">${text}</text>`,
  );
  const along = across.ticks.map(
    ({ at, text }) => `<text x="${x(at)}" y="${height - bottom + 18}" text-anchor="middle">${text}</text>`,
  );
  const ends = apart(series.map(({ points }) => y(points.at(-1)?.y ?? 0) + 4));
  const lines = series.map(({ name, colour, dash, points }, at) => {
    const path = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ');
    const dots = points.map((point) =>
      sayPoint
        ? `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="3" fill="${colour}"/><text x="${x(point.x)}" y="${y(point.y) - 7}" text-anchor="middle" font-size="10" fill="${colour}">${sayPoint(point.y)}</text>`
        : '',
    );
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>${dots.join('')}<text x="${width - right + 10}" y="${ends[at]}" fill="${colour}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12" aria-labelledby="title said">
<title id="title">${title}</title><desc id="said">${said}</desc>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="16">${up.label}</text>
${grid.join('\n')}
${along.join('\n')}
<text x="${width - right}" y="${height - 4}" text-anchor="end">${across.label}</text>
${lines.join('\n')}
</svg>
`;
}

/** An axis from 0 to a round number above all values, in quarters. */
export function linearAxis(label: string, values: readonly number[]): Axis {
  const most = niceAbove(Math.max(...values));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: share * most, text: String(share * most) }));
  return { label, scale: 'linear', ticks };
}

/** An axis whose ticks are the powers of ten around all values, which are above 0. */
export function logarithmicAxis(
  label: string,
  values: readonly number[],
  say: (value: number) => string = String,
): Axis {
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: most - least + 1 }, (_, at) => 10 ** (least + at));
  return { label, scale: 'logarithmic', ticks: ticks.map((at) => ({ at, text: say(at) })) };
}

function placer({ scale, ticks }: Axis, from: number, to: number): (value: number) => number {
  const position = scale === 'linear' ? (value: number) => value : Math.log10;
  const first = scale === 'linear' ? 0 : position(ticks[0]?.at ?? 1);
  const span = position(ticks.at(-1)?.at ?? 1) - first || 1;
  return (value) => Math.round((from + ((position(value) - first) / span) * (to - from)) * 10) / 10;
}

/** Keeps labels a line apart, in the order of their places. */
function apart(places: readonly number[]): number[] {
  const moved = [...places];
  const order = places.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  order.forEach((at, turn) => {
    const above = moved[order[turn - 1] ?? -1];
    if (above !== undefined) moved[at] = Math.max(moved[at] ?? 0, above + lineHeight);
  });
  return moved;
}

function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * unit).find((nice) => nice >= value) ?? 10 * unit;
}
