import type { Element } from 'hast';

/** How the text of an element is shown, as far as attributes and inline styles tell; all of it is inherited. */
export type Look = {
  /** Colour behind the text. */
  readonly background: string;
  /** Colour of the text; `null` until one is declared. */
  readonly colour: string | null;
  /** True where letters have no size. */
  readonly isSizeless: boolean;
};

/** What a page without styles looks like. */
export const plainLook: Look = { background: 'white', colour: null, isSizeless: false };

const outOfSight =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0+(?![.\d])|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}(?:px|pt|em|rem)|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)|mso-hide\s*:\s*all)/i;
const whites = /^(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\b.*)$/i;
const noSize = /^0?\.?0+(?![.\d])/;

/** True for an element of which nothing is seen (R37). What it holds cannot show itself again, but for rare cases. */
export function isOutOfSight({ properties }: Element): boolean {
  // `until-found` opens by itself when its words are searched for.
  const hidden = properties.hidden === true || properties.hidden === '';
  return hidden || outOfSight.test(String(properties.style ?? ''));
}

/** How an element's text looks inside what looks like `around`. */
export function lookOf({ properties }: Element, around: Look): Look {
  const background = declared(properties.style, 'background(?:-color)?') ?? properties.bgColor;
  const colour = declared(properties.style, 'color') ?? properties.color;
  const size = declared(properties.style, 'font-size')?.trim();
  const isRelative = size !== undefined && /\dem|%|inherit|smaller|larger/i.test(size);
  return {
    background: isColour(background) ? colourOf(background) : around.background,
    colour: isColour(colour) ? colourOf(colour) : around.colour,
    isSizeless:
      size === undefined || (isRelative && around.isSizeless) ? around.isSizeless : noSize.test(size),
  };
}

/** True where a text cannot be seen for its look: no size, or the colour of what is behind it (R37). */
export function isUnseen({ background, colour, isSizeless }: Look): boolean {
  return isSizeless || colour === 'transparent' || colour === background;
}

function declared(style: unknown, name: string): string | undefined {
  if (typeof style !== 'string' || style === '') return undefined;
  return new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]{1,80})`, 'i').exec(style)?.[1];
}

const isColour = (value: unknown): value is string =>
  typeof value === 'string' && !/^\s*(?:none|inherit|initial|unset|currentcolor)/i.test(value);

function colourOf(value: string): string {
  const colour = value
    .replace(/!important/i, '')
    .trim()
    .toLowerCase();
  return whites.test(colour) ? 'white' : colour;
}
