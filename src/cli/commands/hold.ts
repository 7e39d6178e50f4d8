import type { Command } from 'commander';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/is-uuid.ts';
import { presentHold } from '../../http/presenters/present-hold.ts';
import type { HoldSubject, LegalHold } from '../../ports/hold-repository.ts';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };

/** What must not be destroyed for now. */
export function holdCommand(program: Command): void {
  const hold = program.command('hold').description('blocages légaux / legal holds');
  hold
    .command('add')
    .argument('<subject>', 'person:ID ou document:ID / person:ID or document:ID')
    .requiredOption('--reason <text>', 'pourquoi / why')
    .description('interdit d’effacer / forbids to erase')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((subject: string, options: Options & { reason: string }) => {
      const held = subjectOf(subject);
      const reason = options.reason.trim();
      if (reason === '' || reason.length > tunables.lifecycle.reasonCharacters)
        throw new AppError('USAGE', { detail: `--reason: 1…${tunables.lifecycle.reasonCharacters}` });
      return withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        print([await stores.holds.place(org, held, reason, null)], options.json);
      });
    });
  hold
    .command('list')
    .description('ceux en cours ; avec --all, tous / those that stand; with --all, all of them')
    .option('--all', 'aussi ceux levés / released ones too')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options & { all?: boolean }) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const holds = await stores.holds.list(org, { released: options.all === true });
        if (options.json) return printJson({ holds: holds.map(presentHold) });
        print(holds, false);
      }),
    );
  hold
    .command('release')
    .argument('<id>')
    .description('le lève ; ce qui était mis de côté part / releases it; what was set aside goes')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((id: string, options: Options) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const released = isUuid(id) ? await stores.holds.release(org, id, null) : null;
        if (!released) throw new AppError('NOT_FOUND');
        print([released], options.json);
      }),
    );
  hold
    .command('contents')
    .description(
      'ce qui est mis de côté, un objet JSON par ligne / what is set aside, one JSON object a line',
    )
    .option('--org <organisation>', 'organisation')
    .action((options: Options) =>
      withSourcier(async ({ stores }, signal) => {
        const org = await chooseOrganisation(stores, options.org);
        for await (const page of stores.holds.contents(org)) {
          signal.throwIfAborted();
          const lines = page.map((content) => `${JSON.stringify({ organisation: org, ...content })}\n`);
          await new Promise<void>((resolve) => process.stdout.write(lines.join(''), () => resolve()));
        }
      }),
    );
}

function subjectOf(text: string): HoldSubject {
  const [, kind, id] = /^(person|document):(.+)$/.exec(text) ?? [];
  if (id === undefined) throw new AppError('USAGE', { detail: 'person:ID | document:ID' });
  return { kind: kind === 'person' ? 'person' : 'document', id };
}

function print(holds: readonly LegalHold[], json = false): void {
  for (const hold of holds) {
    const { id, subject, reason, placedAt, releasedAt } = presentHold(hold);
    if (json) printJson(presentHold(hold));
    else
      process.stdout.write(
        `${[id, `${subject.kind}:${subject.id}`, placedAt, releasedAt ?? '-', reason].join('\t')}\n`,
      );
  }
}
