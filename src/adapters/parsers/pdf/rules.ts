import type { ParsedPage } from '@llamaindex/liteparse';

/** A drawn line along one direction: it stands at `at` and runs from `from` to `to`, in points. */
export type Rule = { readonly at: number; readonly from: number; readonly to: number };

export type Rules = { readonly level: readonly Rule[]; readonly upright: readonly Rule[] };

/** Thicker shapes are areas. */
const maxThickness = 2.5;
const minLength = 4;
/** How far ends of lines that meet may be apart. */
export const meeting = 3;

/** The level and upright lines of a page, whether drawn as lines, as thin areas or as frames; pieces of one line joined. */
export function rulesOf(page: ParsedPage): Rules {
  const level: Rule[] = [];
  const upright: Rule[] = [];
  const add = (x1: number, y1: number, x2: number, y2: number): void => {
    const width = Math.abs(x1 - x2);
    const height = Math.abs(y1 - y2);
    if (height <= maxThickness && width >= minLength)
      level.push({ at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) });
    else if (width <= maxThickness && height >= minLength)
      upright.push({ at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) });
  };
  // The edges of every filled area are given as lines too: those that no pen draws.
  for (const { x1, y1, x2, y2, stroke, strokeColor } of page.vectorGraphics?.lines ?? [])
    if (stroke && !isWhite(strokeColor)) add(x1, y1, x2, y2);
  for (const { bbox, stroke, fill, fillColor, strokeColor, hasCurve } of page.vectorGraphics?.shapes ?? []) {
    const { x, y, width, height } = bbox;
    if (hasCurve) continue;
    if (fill && !isWhite(fillColor) && Math.min(width, height) <= maxThickness)
      add(x, y, x + width, y + height);
    else if (stroke && !isWhite(strokeColor)) {
      add(x, y, x + width, y);
      add(x, y + height, x + width, y + height);
      add(x, y, x, y + height);
      add(x + width, y, x + width, y + height);
    }
  }
  return { level: joinRules(level), upright: joinRules(upright) };
}

const isWhite = (colour = 'ff000000'): boolean => /f[a-f0-9]f[a-f0-9]f[a-f0-9]$/.test(colour);

// Lines that lie on each other or go on where another ends.
function joinRules(rules: readonly Rule[]): Rule[] {
  const joined: Rule[] = [];
  const rows = new Map<number, Rule[]>();
  let row = Number.NEGATIVE_INFINITY;
  for (const rule of rules.toSorted((one, other) => one.at - other.at)) {
    if (rule.at - row > maxThickness) row = rule.at;
    rows.set(row, [...(rows.get(row) ?? []), rule]);
  }
  for (const [at, some] of rows) {
    let current: Rule | undefined;
    for (const { from, to } of some.toSorted((one, other) => one.from - other.from)) {
      if (current !== undefined && from <= current.to + meeting)
        current = { at, from: current.from, to: Math.max(current.to, to) };
      else {
        if (current !== undefined) joined.push(current);
        current = { at, from, to };
      }
    }
    if (current !== undefined) joined.push(current);
  }
  return joined;
}
