import type { Element } from 'hast';

/** Colour (`#ffffff`, `white`) that stands behind a text, as far as attributes and inline styles tell. */
export type Background = string;

const outOfSight =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0+(?![.\d])|font-size\s*:\s*0?\.?0+(?![.\d])|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}(?:px|pt|em|rem)|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)|mso-hide\s*:\s*all)/i;
const whites = /^(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\b.*)$/i;

/** The background below an element: its own when it has one, else the one around it. */
export function backgroundOf({ properties }: Element, around: Background): Background {
  const own = declared(properties.style, 'background(?:-color)?') ?? properties.bgColor;
  if (own === undefined || own === null || own === 'transparent' || own === 'none') return around;
  return colourOf(String(own));
}

/** True for an element that no reader of the page sees (R37): by attribute, by style, or by text in the colour behind it. */
export function isHidden({ properties }: Element, background: Background): boolean {
  // `until-found` opens by itself when its words are searched for.
  if (properties.hidden === true || properties.hidden === '') return true;
  const style = String(properties.style ?? '');
  if (outOfSight.test(style)) return true;
  const colour = declared(style, 'color') ?? properties.color;
  return colour !== undefined && colour !== null && colourOf(String(colour)) === background;
}

function declared(style: unknown, name: string): string | undefined {
  if (typeof style !== 'string' || style === '') return undefined;
  return new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]{1,80})`, 'i').exec(style)?.[1];
}

function colourOf(value: string): Background {
  const colour = value
    .replace(/!important/i, '')
    .trim()
    .toLowerCase();
  return whites.test(colour) ? 'white' : colour;
}
