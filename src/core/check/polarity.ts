import type { Language } from '../document.ts';
import { stem } from '../find/stem.ts';
import { isStopWord } from '../find/stop-words.ts';
import { foldWithPlaces } from './folded-text.ts';
import { digitise } from './number-words.ts';
import { opposites, permission } from './opposites.ts';

/** What a text affirms (1) and denies (-1), by concept: a stem, or the name of a pair of opposites. */
export type Polarity = {
  readonly concepts: ReadonlyMap<string, ReadonlySet<1 | -1>>;
  /** Concepts that a negation falls on, and those of an exception. */
  readonly denied: ReadonlySet<string>;
  /** The clauses that « ne … pas » denies, each with its head and its concepts; « sans » denies a mere circumstance. */
  readonly deniedClauses: readonly { readonly head: string; readonly concepts: ReadonlySet<string> }[];
  /** Those of `denied` that may not be: « ne peut pas être fractionné ». */
  readonly forbidden: ReadonlySet<string>;
  readonly excepted: ReadonlySet<string>;
};

const token = /[\p{L}\p{N}]+(?:n't)?|['’]|[.,;:()!?\n]/gu;
const negators = new Set(
  'ne n pas plus jamais aucun aucune rien personne ni guere point nul nulle aucunement nullement'.split(' '),
);
const bareNe = new Set(
  'peut peuvent pourra pourront pourrait pourraient puisse puissent saurait sauraient doit doivent cesse'.split(
    ' ',
  ),
);
const alone = new Set(
  'non not never without cannot neither nor sans jamais aucun aucune nul nulle aucunement no pas'.split(' '),
);
/** Deny whatever stands before them: « ne sont modifiés que trop rarement, sans temps ». */
const lacks = new Set(['sans', 'without']);
const modal = /^(?:peut|peuvent|pourra|pourront|pourrait|pouvez|can|could|may|cannot)$/;
const exceptions = /^(?:sauf|excepte|exceptee|exceptes|hormis|hors|except|unless)$/;
/** Words of an exception without any punctuation. */
const longestException = 25;
const clauseEnd = /^[.,;:()!?\n]$/;
const clauseTurn = /^(?:et|mais|qui|que|lorsque|si|and|but|which|when|if)$/;
const turns = new Set(
  'mais but car si lorsque quand parce although though because if when tandis however'.split(' '),
);

/** Reads what a text affirms and denies. `ne … que` restricts and denies nothing. */
export function polarityOf(text: string, language: Language): Polarity {
  const words = (prepare(digitise(foldWithPlaces(text)).text).match(token) ?? []).filter(
    (word) => word !== "'" && word !== '’',
  );
  const signs = words.map(() => 1 as 1 | -1);
  const deniedAt = new Map<number, string>();
  const exceptedAt = new Set<number>();
  const forbiddenAt = new Set<number>();
  const concepts = new Map<string, Set<1 | -1>>();
  const denied = new Set<string>();
  const deny = (from: number) => {
    // « ne peut pas être fractionné » is « le fractionnement n'est pas autorisé » as well.
    if (modal.test(words[from] ?? '')) {
      concepts.set(permission, new Set([-1]));
      denied.add(permission);
    }
    const head = headAfter(words, from, language);
    if (head === null) return;
    deniedAt.set(head, words[from - 1] ?? '');
    signs[head] = -1;
    if (modal.test(words[from] ?? '') || modal.test(words[from - 2] ?? '')) forbiddenAt.add(head);
  };
  for (const [at, word] of words.entries()) {
    if (word === 'cannot' || (word === 'not' && modal.test(words[at - 1] ?? ''))) {
      concepts.set(permission, new Set([-1]));
      denied.add(permission);
    }
    if (word === 'ne' || word === 'n') {
      if (isNegation(words, at)) deny(at + 1);
    } else if (
      word.endsWith("n't") ||
      (alone.has(word) && !isLimited(words, at) && (lacks.has(word) || !followsNe(words, at)))
    )
      deny(at + 1);
    else if ((word === 'aucun' || word === 'aucune') && followsNe(words, at)) deny(at + 1);
    else if (exceptions.test(word) || isExceptionPhrase(words, at))
      for (
        let next = at + 1;
        next < Math.min(words.length, at + longestException) && !clauseEnd.test(words[next] ?? '');
        next += 1
      ) {
        exceptedAt.add(next);
      }
  }
  const clauses: { head: string | null; concepts: Set<string> }[] = [];
  let clause: (typeof clauses)[number] = { head: null, concepts: new Set() };
  const forbidden = new Set<string>();
  const excepted = new Set<string>();
  for (const [at, word] of words.entries()) {
    if (clauseEnd.test(word) || clauseTurn.test(word)) {
      clauses.push(clause);
      clause = { head: null, concepts: new Set() };
    }
    const listed = opposites.get(word);
    const isFunction = isStopWord(word, language) || negators.has(word) || alone.has(word);
    if (!/\p{L}/u.test(word) || (isFunction && listed === undefined)) continue;
    const own = stem(word, language);
    const concept = listed?.concept ?? own;
    const sign = ((listed?.side ?? 1) * (signs[at] ?? 1)) as 1 | -1;
    concepts.set(concept, (concepts.get(concept) ?? new Set()).add(sign));
    const negator = deniedAt.get(at);
    if (negator !== undefined) denied.add(concept);
    if (negator !== undefined && !lacks.has(negator)) clause.head ??= concept;
    clause.concepts.add(concept);
    if (listed?.side === -1 && listed.denies) {
      denied.add(concept);
      clause.head ??= concept;
    }
    if (forbiddenAt.has(at)) forbidden.add(concept);
    if (exceptedAt.has(at)) excepted.add(concept);
  }
  const deniedClauses = [...clauses, clause].flatMap(({ head, ...rest }) =>
    head === null ? [] : [{ head, ...rest }],
  );
  return { concepts, denied, deniedClauses, forbidden, excepted };
}

/** Expressions of several words as one. */
function prepare(folded: string): string {
  return (
    folded
      .replace(/\b(?:au moins|at least|au minimum)\b/g, ' minimum ')
      .replace(/\b(?:au plus|at most|au maximum|up to)\b/g, ' maximum ')
      .replace(/\bplus de(?= \d)|\bmore than\b/g, ' superieur ')
      .replace(/\bmoins de(?= \d)|\bless than\b|\bfewer than\b/g, ' inferieur ')
      .replace(/\by compris (?:si|s'|lorsqu(?:e|')|quand)/g, ' meme si ')
      .replace(/\by compris\b/g, ' inclus ')
      .replace(/\bne pas\b/g, ' pas ')
      .replace(/\b(?:non|pas|not) (?:seulement|only)\b/g, ' aussi ')
      .replace(/\b(?:faute de|a defaut de|sans) quoi\b/g, ' sinon ')
      .replace(/\b(?:faute|a defaut|en l'absence|par manque) d(?:es?\b|u\b|')/g, ' sans ')
      .replace(/\ble droit d(?:e\b|')/g, ' permission ')
      .replace(/\b(?:ou (?:non|pas)|or not)\b/g, ' ')
      // « Non, … » answers the question, and denies nothing of what follows.
      .replace(/^ ?(?:non|no) ?[,:.;–—-]/, ' ')
  );
}

/** Whether « ne » denies: it may restrict (« ne … que »), grant (« même s'il ne … »), or do nothing (« avant qu'il ne soit »). */
function isNegation(words: readonly string[], at: number): boolean {
  const before = words.slice(Math.max(0, at - 8), at);
  if (before.some((word, i) => word === 'meme' && /^si?$/.test(before[i + 1] ?? ''))) return false;
  for (let next = at + 1; next < Math.min(words.length, at + 8); next += 1) {
    const word = words[next] ?? '';
    if (clauseEnd.test(word) && word !== ',') break;
    if (word === 'que' || word === 'qu') return false;
    if (!negators.has(word)) continue;
    return !(word === 'plus' && words.slice(next + 1, next + 3).includes('que'));
  }
  if (
    words.slice(Math.max(0, at - 6), at).some((word) => /^(?:aucune?|nul|nulle|rien|personne|ni)$/.test(word))
  )
    return true;
  if (!bareNe.has(words[at + 1] ?? '')) return false;
  return !words.slice(at + 1, at + 14).some((word) => word === 'que' || word === 'qu');
}

function followsNe(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - 7), at).some((word) => word === 'ne' || word === 'n');
}

/** « non seulement », « pas uniquement » deny nothing; « no. 12 » is a number. */
function isLimited(words: readonly string[], at: number): boolean {
  return (
    /^(?:seulement|uniquement|only|just|moins|\d+)$/.test(words[at + 1] ?? '') ||
    (words[at] === 'no' && words[at + 1] === '.')
  );
}

function isExceptionPhrase(words: readonly string[], at: number): boolean {
  return (
    /^(?:exception|exclusion)$/.test(words[at] ?? '') &&
    /^(?:l|the|de|of)$/.test(words[at + 1] === 'of' ? 'of' : (words[at - 1] ?? ''))
  );
}

/** The word that a negation falls on: the next telling one of its clause. */
function headAfter(words: readonly string[], from: number, language: Language): number | null {
  for (let at = from; at < Math.min(words.length, from + 9); at += 1) {
    const word = words[at] ?? '';
    if (clauseEnd.test(word) && word !== ',') return null;
    if (turns.has(word)) return null;
    if (/[\p{L}]/u.test(word) && !isStopWord(word, language) && !negators.has(word) && !alone.has(word))
      return at;
  }
  return null;
}
