import type { Language } from '../../src/core/document.ts';
import { html, type Markup } from './markup.ts';
import { percent, points } from './words.ts';

type Bar = { readonly label: string; readonly value: number };
type Interval = {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

/** Drawn for the narrowest screen: a wider one enlarges it. */
const width = 360;
const rowHeight = 44;
const labelSpace = 20;

/** Shares of 0 to 1 as bars, one below the other, each under its name. The text says the same. */
export function shareBars(id: string, title: string, bars: readonly Bar[], language: Language): Markup {
  const height = bars.length * rowHeight + 4;
  const text = bars.map(({ label, value }) => `${label} : ${percent(value, language)}`).join(' ; ');
  const rows = bars.map(({ label, value }, at) => {
    const top = at * rowHeight;
    return html`<text x="0" y="${top + 14}">${label}</text>
<rect class="soft" x="0" y="${top + labelSpace}" width="${width - 64}" height="14" rx="3"/>
<rect class="bar" x="0" y="${top + labelSpace}" width="${round((width - 64) * clamp(value))}" height="14" rx="3"/>
<text x="${width}" y="${top + labelSpace + 12}" text-anchor="end">${percent(value, language)}</text>`;
  });
  return figure(id, title, text, height, rows);
}

/** Differences with their intervals around zero, one below the other. */
export function intervals(id: string, title: string, rows: readonly Interval[], language: Language): Markup {
  const reach = Math.max(0.02, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])) * 1.1;
  const x = (value: number) => round(width / 2 + (value / reach) * (width / 2 - 8));
  const height = rows.length * rowHeight + 24;
  const text = rows
    .map(
      ({ label, value, low, high }) =>
        `${label} : ${points(value, language)} [${points(low, language)} ; ${points(high, language)}]`,
    )
    .join(' ; ');
  const drawn = rows.map(({ label, value, low, high }, at) => {
    const y = at * rowHeight + labelSpace + 8;
    const kind = low > 0 ? 'better' : high < 0 ? 'worse' : '';
    return html`<text x="0" y="${at * rowHeight + 14}">${label}</text>
<text x="${width}" y="${at * rowHeight + 14}" text-anchor="end">${points(value, language)}</text>
<line class="range ${kind}" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>
<circle class="point ${kind}" cx="${x(value)}" cy="${y}" r="6"/>`;
  });
  const axis = html`<line class="zero" x1="${width / 2}" x2="${width / 2}" y1="18" y2="${height - 18}"/>
<text class="quiet" x="${width / 2}" y="${height - 4}" text-anchor="middle">0</text>
<text class="quiet" x="0" y="${height - 4}">${points(-reach, language)}</text>
<text class="quiet" x="${width}" y="${height - 4}" text-anchor="end">${points(reach, language)}</text>`;
  return figure(id, title, text, height, [axis, ...drawn]);
}

function figure(id: string, title: string, text: string, height: number, parts: readonly Markup[]): Markup {
  return html`<figure>
<figcaption id="${id}">${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}" aria-describedby="${id}-text">
<desc id="${id}-text">${text}</desc>
${parts}
</svg>
</figure>`;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const round = (value: number) => Math.round(value * 10) / 10;
