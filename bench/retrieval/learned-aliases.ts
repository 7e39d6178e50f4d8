import { type Alias, keysOfAlias } from '../../src/core/find/alias.ts';
import { aliasKeysOf } from '../../src/core/find/alias-keys.ts';
import { learnAliases } from '../../src/core/find/learn-aliases.ts';
import type { Source } from './load-set.ts';

/** Learns what acronyms stand for from the documents of a set, and gives what a question needs of it, as the server does. */
export function learnedAliases(sources: readonly Source[]): (question: string) => Alias[] {
  const known = new Map<string, Alias & { keys: ReturnType<typeof keysOfAlias> }>();
  for (const { title, text } of sources)
    for (const pair of learnAliases(`${title}\n${text}`)) {
      const keys = keysOfAlias(pair);
      const id = `${keys.acronym} ${keys.expansion}`;
      known.set(id, { ...pair, keys, documents: (known.get(id)?.documents ?? 0) + 1 });
    }
  return (question) => {
    const asked = aliasKeysOf(question);
    return [...known.values()].filter(
      ({ keys }) => asked.acronyms.includes(keys.acronym) || asked.expansions.includes(keys.expansion),
    );
  };
}
