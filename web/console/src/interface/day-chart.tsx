import { type RefObject, useEffect, useRef, useState } from 'react';
import { roundSteps } from './scale.ts';

export type DayBar = {
  readonly id: string;
  /** Under the bar. */
  readonly label: string;
  /** In full, with its unit: what a pointer over the bar is told. */
  readonly words: string;
  readonly value: number;
  /** Not there yet, only expected. */
  readonly isForecast: boolean;
};

const firstWidth = 900;
const height = 220;
const left = 56;
const bottom = 24;
const top = 8;
/** What the name of a day takes. */
const labelWidth = 72;

/** Bars for days. It says in a sentence (`summary`) what it shows; its figures stand in a table beside it. */
export function DayChart({
  summary,
  bars,
  write,
}: {
  readonly summary: string;
  readonly bars: readonly DayBar[];
  /** A value at a line of the chart. */
  readonly write: (value: number) => string;
}) {
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(figure);
  const steps = roundSteps(Math.max(0, ...bars.map(({ value }) => value)));
  const most = steps.at(-1) ?? 1;
  const slot = (width - left) / Math.max(1, bars.length);
  const yOf = (value: number) => top + (height - bottom - top) * (1 - value / most);
  const everyNth = Math.ceil((bars.length * labelWidth) / (width - left));
  return (
    <figure className="chart" ref={figure}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
        {steps.map((step) => (
          <g key={step}>
            <line className="chart-line" x1={left} x2={width} y1={yOf(step)} y2={yOf(step)} />
            <text className="chart-text" x={left - 8} y={yOf(step) + 4} textAnchor="end">
              {write(step)}
            </text>
          </g>
        ))}
        {bars.map(({ id, label, words, value, isForecast }, at) => (
          <g key={id}>
            <rect
              className="chart-bar"
              data-forecast={isForecast}
              x={left + at * slot + slot * 0.15}
              width={slot * 0.7}
              y={yOf(value)}
              height={yOf(0) - yOf(value)}
              rx={Math.min(2, slot * 0.2)}
            >
              <title>{words}</title>
            </rect>
            {at % everyNth === 0 ? (
              <text className="chart-text" x={left + (at + 0.5) * slot} y={height - 6} textAnchor="middle">
                {label}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** How wide an element is now, in pixels: a chart that is drawn anew keeps its letters at their size. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(firstWidth);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(2 * labelWidth, current.clientWidth)));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
