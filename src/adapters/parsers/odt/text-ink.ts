import type { Ink } from '../flow/ink.ts';
import type { XmlElement } from '../xml-reader.ts';

/** Characters of this opacity (percent) or less are not seen. */
const lowestOpacity = 5;
/** Sizes may be given in percent of the size around; this little of it makes any type tiny. */
const tinyPercent = 15;

/** What `style:text-properties` says of its ink, and nothing of what it inherits. */
export function inkOf(properties: XmlElement | undefined): Ink {
  const attributes = properties?.attributes;
  if (attributes === undefined) return {};
  const automatic = attributes.get('style:use-window-font-color') === 'true';
  const display = attributes.get('text:display');
  const hidden = isTransparent(attributes) || (display === undefined ? undefined : display === 'none');
  const weight = attributes.get('fo:font-weight');
  const points = pointsOf(attributes.get('fo:font-size'));
  const colour = automatic ? 'auto' : colourOf(attributes.get('fo:color'));
  const background = colourOf(attributes.get('fo:background-color'));
  return {
    ...(hidden !== undefined && { hidden }),
    ...(weight !== undefined && { bold: weight === 'bold' || Number(weight) >= 600 }),
    ...(points !== undefined && { points }),
    ...(colour !== undefined && { colour }),
    ...(background !== undefined && { background }),
  };
}

/** A colour of OpenDocument (`#rrggbb`) as `RRGGBB`; `auto` when it is transparent, `undefined` when nothing is said. */
export function colourOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return (
    /^#([0-9a-f]{6})$/i.exec(value)?.[1]?.toUpperCase() ?? (value === 'transparent' ? 'auto' : undefined)
  );
}

// LibreOffice also writes an opacity of 0 beside the automatic colour, where it means nothing.
function isTransparent(attributes: ReadonlyMap<string, string>): boolean {
  const opacity = attributes.get('loext:opacity');
  if (opacity === undefined || attributes.get('style:use-window-font-color') === 'true') return false;
  return attributes.has('fo:color') && Number.parseFloat(opacity) <= lowestOpacity;
}

const pointsPerUnit: Readonly<Record<string, number>> = {
  pt: 1,
  in: 72,
  cm: 28.35,
  mm: 2.835,
  pc: 12,
  px: 0.75,
};

function pointsOf(size: string | undefined): number | undefined {
  const [, amount, unit = ''] = /^([\d.]+)(%|[a-z]{2})$/.exec(size ?? '') ?? [];
  if (amount === undefined) return undefined;
  if (unit === '%') return Number(amount) <= tinyPercent ? 0 : undefined;
  const points = pointsPerUnit[unit];
  return points === undefined ? undefined : Number(amount) * points;
}
