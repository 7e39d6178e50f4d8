import fc from 'fast-check';
import { normaliseAccessRule } from '../../../src/core/access/access-rule.ts';
import { naiveMayRead, naivePrincipals, type World } from '../naive-rights.ts';
import { randomWorld } from '../random-world.ts';

/** What a document of a random town says: few subjects and amounts, so that documents compete and are nearly alike. */
type TownText = { readonly subject: number; readonly amount: number; readonly isPlain: boolean };

/** A world with one document for each rule, somebody who asks, and what about. */
export type Town = {
  readonly world: World;
  readonly texts: readonly TownText[];
  /** Where to begin looking for somebody who reads some of the documents and not all. */
  readonly caller: number;
  /** Number of the document that is asked about. */
  readonly about: number;
  /** Forbidden documents are there before the readable ones, and are taken away; otherwise they come after. */
  readonly forbiddenFirst: boolean;
};

export type TownDocument = {
  readonly name: string;
  readonly rule: World['rules'][number];
  readonly title: string;
  readonly text: string;
  /** Stands in no other document and in no question. */
  readonly canary: string;
  readonly readable: boolean;
};

const subjects = ['piscine', 'cantine', 'bibliothèque', 'patinoire', 'crèche'] as const;
/** What each subject is also called, and only documents say so. */
const acronyms = ['PM', 'RS', 'BM', 'PMO', 'CM'] as const;

/** Towns; the arbitrary shrinks to fewer people, memberships, rules and words. */
export function randomTown(org: string): fc.Arbitrary<Town> {
  const text = fc.record({
    subject: fc.nat({ max: subjects.length - 1 }),
    amount: fc.integer({ min: 2, max: 4 }),
    isPlain: fc.boolean(),
  });
  // Rules of chance alone hardly open anything: some are opened to everybody whom nothing else keeps out.
  const world = fc
    .tuple(randomWorld(org), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
    .map(([drawn, opened]) => ({
      ...drawn,
      rules: withoutEqualRules(
        drawn.rules.map((rule, at) =>
          opened[at] ? { ...rule, allow: [...rule.allow, `org:${org}`], restrictedTo: [] } : rule,
        ),
      ),
    }));
  return fc.record({
    world,
    texts: fc.array(text, { minLength: 6, maxLength: 6 }),
    caller: fc.nat({ max: 3 }),
    about: fc.nat({ max: 5 }),
    forbiddenFirst: fc.boolean(),
  });
}

/** Rules of equal readers share one class, so a world keeps one of them. */
function withoutEqualRules(rules: World['rules']): World['rules'] {
  return [...new Map(rules.map(normaliseAccessRule).map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** Who asks: somebody who reads some documents and not all, where there is such a person. */
export function callerOf(org: string, { world, caller }: Town): string {
  const names = ['a', 'b', 'c', 'd'];
  const inTurn = [...names.slice(caller), ...names.slice(0, caller)];
  const reads = (name: string) => {
    const principals = naivePrincipals(world, org, name);
    return world.rules.filter((rule) => naiveMayRead(rule, principals)).length;
  };
  const { length } = world.rules;
  return inTurn.find((name) => reads(name) > 0 && reads(name) < length) ?? inTurn[0] ?? 'a';
}

/** The documents of a town, as the naive evaluator says who may read them. */
export function documentsOf(org: string, town: Town): TownDocument[] {
  const { world, texts } = town;
  const principals = naivePrincipals(world, org, callerOf(org, town));
  return world.rules.map((rule, at) => {
    const { subject = 0, amount = 2, isPlain = true } = texts[at] ?? {};
    const name = subjects[subject];
    const canary = `vertugadin${at}x${org}`;
    const readable = naiveMayRead(rule, principals);
    const teaches = isPlain
      ? ''
      : `\n\nLe service de la ${name} municipale (${acronyms[subject]}) reçoit le matin.`;
    return {
      name: `d${at}`,
      rule,
      canary,
      readable,
      title: isPlain ? `Tarif de la ${name}` : `Note ${at}`,
      text: `Le tarif de la ${name} est de ${amount} euros pour les habitants.${teaches}\n\nRepère ${canary}.`,
    };
  });
}

/** What is asked in a town: about a subject in words and in its acronym, and for what only a forbidden document says. */
export function questionsOf(town: Town, documents: readonly TownDocument[]): string[] {
  const forbidden = documents.find(({ readable }) => !readable);
  const number = town.texts[town.about % documents.length]?.subject ?? 0;
  const subject = subjects[number];
  return [
    `Quel est le tarif de la ${subject} ?`,
    `tarif ${acronyms[number]}`,
    forbidden?.canary ?? 'vertugadin',
  ];
}
