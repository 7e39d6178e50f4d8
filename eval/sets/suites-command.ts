import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printJson } from '../../src/cli/with-sourcier.ts';
import { AppError } from '../../src/core/errors.ts';
import { agreementSuites, writeAgreementSuites } from './agreement-suites.ts';
import { demoSuite, writeDemoSuite } from './demo-suite.ts';
import { developmentSuites, writeDevelopmentSuites } from './development-sets.ts';
import { bipiaFile, injectionSuite, writeInjectionSuite } from './injection-suite.ts';
import { referenceSuite, writeReferenceSuite } from './reference-suite.ts';

/** Where suites come from. One entry adds a source. */
const sources: readonly {
  readonly names: readonly string[];
  /** True when a folder holds what this source reads. */
  readonly isFrom: (folder: string) => boolean;
  readonly write: (from: string, out: string, wanted: readonly string[]) => string[];
}[] = [
  {
    names: developmentSuites,
    isFrom: (folder) => existsSync(join(folder, 'piaf', 'questions.jsonl')),
    write: writeDevelopmentSuites,
  },
  {
    names: [injectionSuite],
    isFrom: (folder) => existsSync(bipiaFile(folder)),
    write: writeInjectionSuite,
  },
  {
    names: [demoSuite],
    isFrom: (folder) => existsSync(join(folder, 'questions.yaml')),
    write: writeDemoSuite,
  },
  {
    names: [...agreementSuites, referenceSuite],
    isFrom: (folder) => existsSync(join(folder, 'kali-data', 'data')),
    write: (from, out, wanted) => [
      ...(agreementSuites.some((name) => isWanted(name, wanted))
        ? writeAgreementSuites(from, out, wanted)
        : []),
      ...(isWanted(referenceSuite, wanted) ? writeReferenceSuite(from, out) : []),
    ],
  },
];

const isWanted = (name: string, wanted: readonly string[]) => wanted.length === 0 || wanted.includes(name);

/** `sourcier eval suites`: turns sets of questions into suites, with their corpora beside them. */
export function suitesCommand(
  names: readonly string[],
  options: { readonly from: string; readonly out: string; readonly json?: boolean },
): void {
  const from = resolve(options.from);
  const source = sources.find((one) => one.isFrom(from));
  if (!source) throw new AppError('USAGE', { detail: `--from ${options.from}: holds no known set` });
  const unknown = names.filter((name) => !source.names.includes(name));
  if (unknown.length > 0)
    throw new AppError('USAGE', { detail: `${unknown.join(', ')}: one of ${source.names.join(', ')}` });
  const written = source.write(from, resolve(options.out), names);
  if (options.json) printJson({ out: resolve(options.out), written });
  else process.stdout.write(`${written.join('\n')}\n`);
}
