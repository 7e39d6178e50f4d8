import type { Command } from 'commander';
import { readEnvironment } from '../../../config/env.ts';
import { installNamedModel, listModels } from '../../compose/local-model.ts';
import { AppError } from '../../core/errors.ts';
import { createBar } from '../await-ingestion.ts';
import { printJson, say } from '../with-sourcier.ts';

export function modelsCommand(program: Command): void {
  const models = program
    .command('models')
    .description('modèles de vectorisation sur cette machine / embedding models on this machine');
  models
    .command('list')
    .description('ceux qui s’installent / those that can be installed')
    .option('--json', 'sortie en JSON / JSON output')
    .action(list);
  models
    .command('install')
    .argument('<model>', 'modèle / model')
    .description('télécharge un modèle avec pip et le convertit / fetches a model with pip and converts it')
    .option('--json', 'sortie en JSON / JSON output')
    .action(install);
}

async function list(options: { json?: boolean }): Promise<void> {
  const environment = readEnvironment();
  const models = await listModels(environment);
  if (options.json) return printJson({ models });
  for (const { name, licence, dimensions, fetchBytes, installed } of models) {
    const size = `${Math.round(fetchBytes / 1e6)}`;
    const state = installed
      ? say(environment, { fr: 'installé', en: 'installed' })
      : say(environment, { fr: `à télécharger, ${size} Mo`, en: `to be fetched, ${size} MB` });
    process.stdout.write(`${name} (${dimensions} dimensions, ${licence}): ${state}\n`);
  }
}

async function install(name: string, options: { json?: boolean }): Promise<void> {
  const environment = readEnvironment();
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const bars = {
    fetch: createBar(say(environment, { fr: 'téléchargement', en: 'fetching  ' }), options.json === true),
    convert: createBar(say(environment, { fr: 'conversion    ', en: 'converting' }), options.json === true),
  };
  const started = performance.now();
  try {
    const outcome = await installNamedModel(environment, name, {
      signal: interrupted.signal,
      onProgress: ({ step, share }) => {
        if (step === 'convert') bars.fetch.stop();
        bars[step].show(Math.round(share * 100), 100);
      },
    });
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    if (options.json) printJson({ model: name, outcome, seconds });
    else
      process.stdout.write(
        `${
          outcome === 'installed'
            ? say(environment, {
                fr: `${name} : installé (${seconds} s).`,
                en: `${name}: installed (${seconds} s).`,
              })
            : say(environment, { fr: `${name} : déjà là.`, en: `${name}: there already.` })
        }\n`,
      );
  } catch (error) {
    throw interrupted.signal.aborted ? new AppError('INTERRUPTED') : error;
  } finally {
    bars.fetch.stop();
    bars.convert.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
