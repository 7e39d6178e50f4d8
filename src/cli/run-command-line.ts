import { Command, CommanderError } from 'commander';
import { terminalLanguage } from '../../config/env.ts';
import { AppError } from '../core/errors.ts';
import { commands } from './commands.ts';
import { slipInFrench, titleInFrench } from './in-french.ts';
import { exitCodes, reportError } from './report-error.ts';

/** Carries out what was typed, and leaves an exit code that scripts rely on. */
export async function runCommandLine(): Promise<void> {
  const json = process.argv.includes('--json');
  const isFrench = terminalLanguage() === 'fr';
  // A reader that has seen enough (`sourcier search … | head`) is no reason to leave things half closed.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = new Command('sourcier')
    .description(
      'Répond sur les documents d’une organisation, avec ses sources. / Sourced answers about documents.',
    )
    .exitOverride()
    .showHelpAfterError(!json)
    .helpOption('-h, --help', 'aide / help')
    .helpCommand('help [command]', 'aide d’une commande / help for a command')
    .configureOutput({
      ...(json && { writeErr: () => {} }),
      ...(isFrench && { outputError: (slip, write) => write(slipInFrench(slip)) }),
    })
    .configureHelp({ sortSubcommands: false, ...(isFrench && { styleTitle: titleInFrench }) });
  try {
    const [named = ''] = process.argv.slice(2);
    // Without the name of a command, it is help or a slip: all are told of.
    for (const name of Object.hasOwn(commands, named) ? [named] : Object.keys(commands))
      (await commands[name]?.())?.(program);
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) process.exitCode = reportError(error, json);
    else if (error.exitCode === 0) process.exitCode = exitCodes.done;
    else if (json)
      process.exitCode = reportError(
        new AppError('USAGE', { detail: isFrench ? slipInFrench(error.message) : error.message }),
        json,
      );
    else process.exitCode = exitCodes.usage;
  }
}
