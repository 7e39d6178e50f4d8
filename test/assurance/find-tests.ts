import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A test, or a group of them, that names a requirement. */
export type ProvingTest = { readonly file: string; readonly name: string };

const root = join(import.meta.dirname, '..', '..');
/** The name of a test or group, where it begins: after `it(`, or after the table of an `each`. */
const named =
  /(?:\b(?:it|test|describe)(?:\.\w+)*\(|\)\()\s*(['"`])((?:\\.|(?!\1).)*?\bR\d{2}\b(?:\\.|(?!\1).)*?)\1/g;

/** By requirement, the tests whose names hold its number, as the sources say. */
export function findTests(): Map<string, ProvingTest[]> {
  const found = new Map<string, ProvingTest[]>();
  const files = globSync('{src,config,test,web,bench,eval,demo}/**/{*.test,behaviour}.{ts,tsx}', {
    cwd: root,
  })
    .filter((file) => !file.includes('node_modules'))
    .sort();
  for (const file of files) {
    const source = readFileSync(join(root, file), 'utf8');
    for (const [, , name = ''] of source.matchAll(named))
      for (const number of new Set(name.match(/\bR\d{2}\b/g)))
        found.set(number, [...(found.get(number) ?? []), { file: nameOf(file), name: plain(name) }]);
  }
  return found;
}

/** A suite that several adapters pass is told apart by its folder. */
const nameOf = (file: string): string =>
  basename(file) === 'behaviour.ts' ? `${basename(dirname(file))}/behaviour.ts` : basename(file);

/** As it may stand in a cell of a table. */
function plain(name: string): string {
  return name.replaceAll(/\\(.)/g, '$1').replaceAll('|', '/').replaceAll(/\s+/g, ' ').trim();
}
