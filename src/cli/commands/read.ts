import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type Environment, readEnvironment } from '../../../config/env.ts';
import { peakOfChildren } from '../../adapters/process-tree/process-tree.ts';
import { describeBlocks } from '../../core/describe-blocks.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import { reasons } from '../../core/reasons.ts';
import { warnings } from '../../core/warnings.ts';
import { printJson, say } from '../with-sourcier.ts';

type Options = { readonly recognise: boolean; readonly json?: boolean };

/** What it cost to read one file; memory is that of the process that read it, `null` where it cannot be known. */
type Cost = { readonly seconds: number; readonly peakRssBytes: number | null };

export function readCommand(program: Command): void {
  program
    .command('read')
    .argument('<file>')
    .description('ce que Sourcier voit d’un fichier / what Sourcier sees of a file')
    .option('--no-recognise', 'sans reconnaissance de caractères / without character recognition')
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (file: string, options: Options) => {
      const environment = readEnvironment();
      const bytes = await sizeOf(file);
      const { outcome, cost } = await readFile(
        environment,
        { path: file, name: basename(file), bytes },
        options,
      );
      if (options.json) printJson({ file: basename(file), bytes, ...describe(outcome), ...cost });
      else print(environment, outcome, cost);
    });
}

/** @throws AppError `FILE_UNREADABLE` */
async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new AppError('FILE_UNREADABLE', { cause, detail: basename(file) });
  });
  if (!found.isFile()) throw new AppError('FILE_UNREADABLE', { detail: basename(file) });
  return found.size;
}

async function readFile(
  environment: Environment,
  file: { readonly path: string; readonly name: string; readonly bytes: number },
  { recognise }: Options,
): Promise<{ outcome: ParseOutcome; cost: Cost }> {
  const { createEngines } = await import('../../compose/engines.ts');
  const engines = await createEngines(environment);
  const started = performance.now();
  try {
    const outcome = await engines.parser.parse(file, recognise ? { recognise: true } : {});
    const seconds = Math.round(performance.now() - started) / 1_000;
    return { outcome, cost: { seconds, peakRssBytes: peakOfChildren(process.pid) } };
  } finally {
    await engines.close();
  }
}

function describe(outcome: ParseOutcome) {
  if (outcome.outcome !== 'parsed') {
    const { fr, en } = reasons[outcome.reason];
    return { ...outcome, message: { fr, en } };
  }
  const { attachments, ...document } = outcome.document;
  return {
    outcome: outcome.outcome,
    format: outcome.format,
    ...document,
    attachments: attachments.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
  };
}

function print(environment: Environment, outcome: ParseOutcome, { seconds, peakRssBytes }: Cost): void {
  const { language } = environment;
  const lines: string[] = [];
  const inUnits = (bytes: number, unit: 'Ki' | 'Mi') =>
    `${Math.ceil(bytes / (unit === 'Ki' ? 1_024 : 1_048_576))} ${unit}${language === 'fr' ? 'o' : 'B'}`;
  const fact = (label: { readonly fr: string; readonly en: string }, value: string | number | null) => {
    if (value !== null && value !== '') lines.push(`${say(environment, label)} ${value}`);
  };
  if (outcome.outcome === 'parsed') {
    const { format, document } = outcome;
    fact({ fr: 'Format :', en: 'Format:' }, format);
    fact({ fr: 'Titre :', en: 'Title:' }, document.title);
    fact({ fr: 'Auteur :', en: 'Author:' }, document.author);
    fact({ fr: 'Créé le :', en: 'Created:' }, document.createdAt?.toISOString() ?? null);
    fact({ fr: 'Modifié le :', en: 'Modified:' }, document.modifiedAt?.toISOString() ?? null);
    fact({ fr: 'Pages :', en: 'Pages:' }, document.pages);
    fact({ fr: 'Mentions :', en: 'Labels:' }, document.labels.map(({ name }) => name).join(', '));
    for (const { code, count } of document.warnings)
      fact({ fr: 'Attention :', en: 'Note:' }, `${warnings[code][language]} [${code}, ${count}]`);
    for (const { name, bytes } of document.attachments)
      fact({ fr: 'Fichier contenu :', en: 'File inside:' }, `${name} (${inUnits(bytes.length, 'Ki')})`);
  } else {
    fact({ fr: 'Non lu :', en: 'Not read:' }, `${reasons[outcome.reason][language]} [${outcome.reason}]`);
  }
  const memory = peakRssBytes === null ? '' : `, ${inUnits(peakRssBytes, 'Mi')}`;
  fact({ fr: 'Lecture :', en: 'Read in:' }, `${seconds} s${memory}`);
  const text = outcome.outcome === 'parsed' ? ['', ...describeBlocks(outcome.document.blocks, language)] : [];
  process.stdout.write(`${[...lines, ...text].join('\n')}\n`);
}
