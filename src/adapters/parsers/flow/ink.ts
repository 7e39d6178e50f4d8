import { tunables } from '../../../../config/tunables.ts';

/** How characters are drawn, as far as a style or a run says it; what it leaves unsaid comes from the style below. */
export type Ink = {
  readonly hidden?: boolean;
  /** `RRGGBB`; `auto` is whatever stands out from the background. */
  readonly colour?: string;
  /** `RRGGBB` behind the characters themselves; `auto` shows what is below. */
  readonly background?: string;
  readonly points?: number;
  readonly bold?: boolean;
};

/** What stands behind a text: `RRGGBB`, or `unknown` (a picture, a pattern, a table's style). */
export type Backdrop = string;

export const paper: Backdrop = 'FFFFFF';

const { invisibleContrast, tinyPoints } = tunables.parsing.hiddenText;

/** True when nobody sees these characters: switched off, too small, or as good as of the colour behind them (R37). */
export function isInvisible({ hidden, colour, background, points }: Ink, backdrop: Backdrop): boolean {
  if (hidden === true || (points !== undefined && points <= tinyPoints)) return true;
  const front = luminance(colour);
  const back = luminance(background ?? 'auto') ?? luminance(backdrop);
  if (front === null || back === null) return false;
  const [light, dark] = front > back ? [front, back] : [back, front];
  return (light + 0.05) / (dark + 0.05) < invisibleContrast;
}

// Relative luminance and contrast as WCAG 2 defines them.
function luminance(colour: string | undefined): number | null {
  if (colour === undefined || !/^[0-9a-f]{6}$/i.test(colour)) return null;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
