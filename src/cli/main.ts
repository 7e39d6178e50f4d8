import { Command, CommanderError } from 'commander';
import { AppError } from '../core/errors.ts';
import { aliasCommand } from './commands/alias.ts';
import { askCommand } from './commands/ask.ts';
import { auditCommand } from './commands/audit.ts';
import { backfillCommand } from './commands/backfill.ts';
import { benchCommand } from './commands/bench.ts';
import { budgetCommand } from './commands/budget.ts';
import { calibrateCommand } from './commands/calibrate.ts';
import { contractCommand } from './commands/contract.ts';
import { eraseCommand } from './commands/erase.ts';
import { erasuresCommand } from './commands/erasures.ts';
import { evalCommand } from './commands/eval.ts';
import { exposureCommand } from './commands/exposure.ts';
import { feedbackCommand } from './commands/feedback.ts';
import { fitCommand } from './commands/fit.ts';
import { holdCommand } from './commands/hold.ts';
import { ingestCommand } from './commands/ingest.ts';
import { initCommand } from './commands/init.ts';
import { issuerCommand } from './commands/issuer.ts';
import { modelsCommand } from './commands/models.ts';
import { orgCommand } from './commands/org.ts';
import { personCommand } from './commands/person.ts';
import { providerCommand } from './commands/provider.ts';
import { readCommand } from './commands/read.ts';
import { reindexCommand } from './commands/reindex.ts';
import { retentionCommand } from './commands/retention.ts';
import { searchCommand } from './commands/search.ts';
import { securityCommand } from './commands/security.ts';
import { serveCommand } from './commands/serve.ts';
import { serviceKeyCommand } from './commands/service-key.ts';
import { sourceCommand } from './commands/source.ts';
import { spaceCommand } from './commands/space.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { taskCommand } from './commands/task.ts';
import { tokenCommand } from './commands/token.ts';
import { usageCommand } from './commands/usage.ts';
import { exitCodes, reportError } from './report-error.ts';

/** The command line. A new command is one file in `commands/` and one line here. */
const json = process.argv.includes('--json');

const program = new Command('sourcier')
  .description(
    'Répond sur les documents d’une organisation, avec ses sources. / Sourced answers about documents.',
  )
  .exitOverride()
  .showHelpAfterError(!json)
  .configureOutput(json ? { writeErr: () => {} } : {})
  .configureHelp({ sortSubcommands: false });

for (const addTo of [
  startCommand,
  serveCommand,
  initCommand,
  orgCommand,
  tokenCommand,
  ingestCommand,
  readCommand,
  searchCommand,
  askCommand,
  taskCommand,
  statusCommand,
  reindexCommand,
  modelsCommand,
  aliasCommand,
  providerCommand,
  issuerCommand,
  serviceKeyCommand,
  exposureCommand,
  sourceCommand,
  backfillCommand,
  spaceCommand,
  feedbackCommand,
  securityCommand,
  auditCommand,
  eraseCommand,
  erasuresCommand,
  personCommand,
  retentionCommand,
  holdCommand,
  budgetCommand,
  usageCommand,
  contractCommand,
  benchCommand,
  evalCommand,
  calibrateCommand,
  fitCommand,
])
  addTo(program);

// A reader that has seen enough (`sourcier search … | head`) is no reason to leave things half closed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.exitCode = reportError(error, json);
  else if (error.exitCode === 0) process.exitCode = exitCodes.done;
  else if (json) process.exitCode = reportError(new AppError('USAGE', { detail: error.message }), json);
  else process.exitCode = exitCodes.usage;
}
