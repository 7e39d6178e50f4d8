export type MetricBar = {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  /** What is said of the bar in full. */
  readonly words: string;
  /** An interval around the value, drawn as a line. */
  readonly low?: number;
  readonly high?: number;
};

/**
 * A bar for each measure, or its difference with an interval, from `from` to `to`. It says in a sentence (`summary`) what it shows; its
 * figures stand in a table beside it. Drawn in shares of its width, so that letters keep their size on narrow screens.
 */
export function MetricChart({
  summary,
  rows,
  from,
  to,
  write,
}: {
  readonly summary: string;
  readonly rows: readonly MetricBar[];
  readonly from: number;
  readonly to: number;
  readonly write: (value: number) => string;
}) {
  const at = (value: number) => `${(100 * (Math.min(to, Math.max(from, value)) - from)) / (to - from)}%`;
  const widthOf = (one: number, other: number) => `${(100 * Math.abs(one - other)) / (to - from)}%`;
  const zero = Math.min(to, Math.max(from, 0));
  return (
    <figure className="chart metric-chart">
      <div role="img" aria-label={summary}>
        {rows.map(({ id, label, value, words, low, high }) => (
          <div key={id} className="metric-row" title={words}>
            <span className="metric-name">{label}</span>
            <span className="metric-track">
              <svg width="100%" height="20" aria-hidden="true">
                <line className="chart-line" x1={at(zero)} x2={at(zero)} y1="0" y2="20" />
                <rect
                  className="chart-bar"
                  x={at(Math.min(zero, value))}
                  width={widthOf(zero, value)}
                  y="5"
                  height="10"
                />
                {low === undefined || high === undefined ? null : (
                  <line className="chart-interval" x1={at(low)} x2={at(high)} y1="10" y2="10" />
                )}
              </svg>
            </span>
            <span className="metric-value">{write(value)}</span>
          </div>
        ))}
      </div>
    </figure>
  );
}
