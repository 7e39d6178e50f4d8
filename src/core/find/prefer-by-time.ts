import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import { type DocumentDate, documentDateOf } from './document-date.ts';
import { fold } from './fold.ts';
import { remember } from './remember.ts';
import type { TimeIntent } from './time-intent.ts';

type Scored = Passage & { readonly score: number };
type Dated<Item> = { readonly item: Item; readonly date: DocumentDate; readonly isInside: boolean };

/**
 * Orders passages anew, best first, when the question wants documents of some time: those outside its bounds lose a part
 * of their score, and when it wants the latest, so do the older ones of a family (documents of one folder called the same
 * but for date and version) and, a little, what is older than others. What is far better by its words stays first. Without an
 * intent only the section of an older one loses, a little, to the same section of a newer one, unless the question says when. The passages are readable ones alone, so what the caller may not read has no part in it.
 */
export function preferByTime<Item extends Scored>(
  passages: readonly Item[],
  intent: TimeIntent | null,
  question = '',
): readonly Item[] {
  if (intent === null) return earlier.test(fold(question)) ? passages : newerOfSameSection(passages);
  const dated = passages.map((item) => date(item, intent));
  // Bounds that nothing lies in prefer nothing.
  const bounded = dated.some(({ isInside }) => isInside);
  const shares = intent.latest ? latestShares(dated) : null;
  return dated
    .map(({ item, date: { said }, isInside }) => {
      const { outsidePeriod, undatedShare } = tunables.find.time;
      const outside = bounded && !isInside ? outsidePeriod * (said ? 1 : undatedShare) : 0;
      return { ...item, score: item.score * (1 - outside) * (shares?.get(item.document.id) ?? 1) };
    })
    .sort((a, b) => b.score - a.score);
}

/** Who says a year, or that it is past, may mean a document that no longer holds. */
const earlier =
  /(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\p{L})(?:a l'epoque|ancien(?:ne)?s?|anciennement|precedent(?:e)?s?|autrefois|at the time|former(?:ly)?|previous(?:ly)?)(?!\p{L})/u;

/**
 * « Taux horaires » of the notes of 2025 and of 2026: who asks for no year means the one that holds. What an older one says in the same
 * words stands behind it.
 */
function newerOfSameSection<Item extends Scored>(passages: readonly Item[]): readonly Item[] {
  const { supersededUnasked } = tunables.find.time;
  const families = [
    ...Map.groupBy(
      passages.map((item) => ({ item, date: documentDateOf(item), isInside: true })),
      ({ date: { family } }) => family,
    ).values(),
  ].filter((members) => new Set(members.map(({ item }) => item.document.id)).size > 1);
  const lowered = new Map<string, number>();
  for (const members of families) {
    const order = newerFirst(members);
    for (const { item, ...own } of members) {
      const newer = members.filter((one) => order(one, { item, ...own }) < 0);
      const sameSection = newer.some((one) => isSameSection(one.item, item));
      const alike = newer.filter((one) => saysTheSame(one.item.text, item.text));
      const share = sameSection ? 1 - supersededUnasked : 1;
      const behind = Math.max(...alike.map((one) => one.item.score)) * justBehind;
      const score = Math.min(item.score * share, alike.length > 0 ? behind : item.score);
      if (score < item.score) lowered.set(item.id, score);
    }
  }
  if (lowered.size === 0) return passages;
  return passages
    .map((item) => ({ ...item, score: lowered.get(item.id) ?? item.score }))
    .sort((a, b) => b.score - a.score);
}

const justBehind = 0.999;

function isSameSection(one: Passage, other: Passage): boolean {
  return one.headings.length > 0 && one.headings.at(-1) === other.headings.at(-1);
}

/** Most words of the shorter one, numbers apart: what was changed is what is asked for. */
function saysTheSame(one: string, other: string): boolean {
  const [few, many] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.size - b.size);
  if (!few || !many || few.size < tunables.find.time.sameWordsFrom) return false;
  return [...few].filter((word) => many.has(word)).length >= few.size * tunables.find.time.sameWords;
}

const wordsOf = remember(
  (text: string): ReadonlySet<string> => new Set(fold(text).match(/\p{L}{3,}/gu)),
  tunables.find.rememberedTexts,
);

function date<Item extends Scored>(item: Item, { from, to }: TimeIntent): Dated<Item> {
  const found = documentDateOf(item);
  const isInside = (to === null || found.from <= to) && (from === null || found.to >= from);
  return { item, date: found, isInside };
}

/** What each document keeps of its scores when the latest is wanted. Documents outside the bounds are out of the race. */
function latestShares(dated: readonly Dated<Scored>[]): ReadonlyMap<string, number> {
  const { older, superseded } = tunables.find.time;
  const inside = [
    ...new Map(dated.filter(({ isInside }) => isInside).map((one) => [one.item.document.id, one])).values(),
  ];
  const left = new Set(supersededAmong(inside));
  const days = inside.map(({ date: { to } }) => to);
  return new Map(
    inside.map((one) => {
      const age = days.filter((day) => day > one.date.to).length / days.length;
      return [one.item.document.id, (1 - older * age) * (left.has(one) ? 1 - superseded : 1)];
    }),
  );
}

/** Those of which a newer one of their family is there. */
function supersededAmong<Item extends Scored>(dated: readonly Dated<Item>[]): readonly Dated<Item>[] {
  return [...Map.groupBy(dated, ({ date: { family } }) => family).values()].flatMap((members) => {
    const order = newerFirst(members);
    const [newest] = members.toSorted(order);
    return members.filter((member) => newest !== undefined && order(newest, member) < 0);
  });
}

/**
 * The order within a family: by the dates that all its documents say, else by the numbers of their versions (none is the
 * first), then by what date there is. Zero: nothing tells which is newer.
 */
function newerFirst(members: readonly Dated<Scored>[]): (a: Dated<Scored>, b: Dated<Scored>) => number {
  const allSay = members.every(({ date: { said } }) => said);
  const byDate = (a: Dated<Scored>, b: Dated<Scored>) =>
    compare(b.date.to, a.date.to) || compare(b.date.from, a.date.from);
  const byVersion = (a: Dated<Scored>, b: Dated<Scored>) => compareVersions(b.date.version, a.date.version);
  const byFile = (a: Dated<Scored>, b: Dated<Scored>) =>
    b.item.document.modifiedAt.getTime() - a.item.document.modifiedAt.getTime();
  return (a, b) =>
    (allSay ? byDate(a, b) || byVersion(a, b) : byVersion(a, b) || byDate(a, b)) || byFile(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length, 1); at += 1) {
    const [one, other] = [a[at] ?? (at === 0 ? 1 : 0), b[at] ?? (at === 0 ? 1 : 0)];
    if (one !== other) return one - other;
  }
  return 0;
}
