/** What was measured at one size. */
export type Point = { readonly mode: string; readonly chunks: number; readonly p95Ms: number };

const [width, height, left, bottom, top, right] = [640, 320, 48, 36, 28, 96];
/** Drawn so that they are told apart without colours. */
const styles: Readonly<Record<string, string>> = { words: '#1b6ca8', hybrid: '#b3541e' };
const dashes: Readonly<Record<string, string>> = { words: '', hybrid: '6 3' };

/** The 95th percentile of each mode against the number of chunks, as an SVG file. */
export function growthPlot(points: readonly Point[]): string {
  const most = {
    chunks: Math.max(...points.map(({ chunks }) => chunks)),
    ms: niceAbove(Math.max(...points.map(({ p95Ms }) => p95Ms))),
  };
  const x = (chunks: number) => rounded(left + (chunks / most.chunks) * (width - left - right));
  const y = (ms: number) => rounded(height - bottom - (ms / most.ms) * (height - bottom - top));
  const lines = [...Map.groupBy(points, ({ mode }) => mode)].map(([mode, own]) => {
    const colour = styles[mode] ?? '#333';
    const path = own.map(({ chunks, p95Ms }) => `${x(chunks)},${y(p95Ms)}`).join(' ');
    const dots = own.map(
      ({ chunks, p95Ms }) =>
        `<circle cx="${x(chunks)}" cy="${y(p95Ms)}" r="4" fill="${colour}"/><text x="${x(chunks)}" y="${y(p95Ms) - 9}" text-anchor="middle" fill="${colour}">${Math.round(p95Ms)}</text>`,
    );
    const last = own.at(-1);
    const label = last
      ? `<text x="${x(last.chunks) + 10}" y="${y(last.p95Ms) + 4}" fill="${colour}">${mode}</text>`
      : '';
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes[mode] ?? ''}"/>${dots.join('')}${label}`;
  });
  const steps = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(share * most.ms)}" y2="${y(share * most.ms)}" stroke="#ddd"/><text x="${left - 6}" y="${y(share * most.ms) + 4}" text-anchor="end">${share * most.ms}</text>`,
  );
  const sizes = [...new Set(points.map(({ chunks }) => chunks))].map(
    (chunks) =>
      `<text x="${x(chunks)}" y="${height - bottom + 18}" text-anchor="middle">${Math.round(chunks / 1_000)}k</text>`,
  );
  const said = points.map(({ mode, chunks, p95Ms }) => `${mode}, ${chunks} chunks: ${p95Ms} ms`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12" aria-labelledby="title said">
<title id="title">95th percentile of a search (ms) against chunks</title><desc id="said">${said}</desc>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="16">p95 of a search, ms</text>
${steps.join('\n')}
${sizes.join('\n')}
<text x="${width - right}" y="${height - 2}" text-anchor="end">chunks</text>
${lines.join('\n')}
</svg>
`;
}

function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * unit).find((nice) => nice >= value) ?? 10 * unit;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
