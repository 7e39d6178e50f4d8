import type { ParsedPage, Rect } from '@llamaindex/liteparse';

/** A drawn line along one direction: it stands at `at` and runs from `from` to `to`, in points. */
export type Rule = { readonly at: number; readonly from: number; readonly to: number };

export type Rules = { readonly level: readonly Rule[]; readonly upright: readonly Rule[] };

/** Thicker shapes are areas. */
const maxThickness = 2.5;
const minLength = 4;
/** Share of the page's height from which an area is its background. */
const backgroundShare = 0.9;
/** How far ends of lines that meet may be apart. */
export const meeting = 3;

/** The level and upright lines of a page, whether drawn by a pen, as thin areas or as frames; pieces of one line joined. */
export function rulesOf(page: ParsedPage): Rules {
  const edges: Edge[] = [];
  // The edges of every filled area are given as lines too: those that no pen draws.
  for (const { x1, y1, x2, y2, stroke, strokeColor } of page.vectorGraphics?.lines ?? [])
    if (stroke && isSeen(strokeColor)) edges.push([x1, y1, x2, y2]);
  for (const { bbox, stroke, fill, fillColor, strokeColor, hasCurve } of page.vectorGraphics?.shapes ?? []) {
    if (hasCurve) continue;
    const thin = Math.min(bbox.width, bbox.height) <= maxThickness;
    if (thin && fill && isSeen(fillColor))
      edges.push([bbox.x, bbox.y, bbox.x + bbox.width, bbox.y + bbox.height]);
    else if (!thin && stroke && isSeen(strokeColor)) edges.push(...edgesOf(bbox));
  }
  return rulesFrom(edges);
}

/** The edges of the filled areas of a page: tables without lines have cells in colours. */
export function edgesOfAreas(page: ParsedPage): Rules {
  const areas = (page.vectorGraphics?.shapes ?? []).filter(
    ({ bbox, fill, fillColor, hasCurve }) =>
      fill && !hasCurve && !/^00/.test(fillColor ?? '') && bbox.height < page.height * backgroundShare,
  );
  return rulesFrom(areas.flatMap(({ bbox }) => edgesOf(bbox)));
}

type Edge = readonly [x1: number, y1: number, x2: number, y2: number];

function edgesOf({ x, y, width, height }: Rect): Edge[] {
  return [
    [x, y, x + width, y],
    [x, y + height, x + width, y + height],
    [x, y, x, y + height],
    [x + width, y, x + width, y + height],
  ];
}

function rulesFrom(edges: readonly Edge[]): Rules {
  const level: Rule[] = [];
  const upright: Rule[] = [];
  for (const [x1, y1, x2, y2] of edges) {
    const width = Math.abs(x1 - x2);
    const height = Math.abs(y1 - y2);
    if (height <= maxThickness && width >= minLength)
      level.push({ at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) });
    else if (width <= maxThickness && height >= minLength)
      upright.push({ at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) });
  }
  return { level: joinRules(level), upright: joinRules(upright) };
}

const isSeen = (colour = 'ff000000'): boolean => !/^00|f[a-f0-9]f[a-f0-9]f[a-f0-9]$/.test(colour);

// Lines that lie on each other or go on where another ends.
function joinRules(rules: readonly Rule[]): Rule[] {
  const joined: Rule[] = [];
  const rows = new Map<number, Rule[]>();
  let row = Number.NEGATIVE_INFINITY;
  for (const rule of rules.toSorted((one, other) => one.at - other.at)) {
    if (rule.at - row > maxThickness) row = rule.at;
    const some = rows.get(row);
    if (some === undefined) rows.set(row, [rule]);
    else some.push(rule);
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
