import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { readEnvironment } from '../../../config/env.ts';
import { errorTable } from '../../core/errors.ts';
import { awaitIngestion } from '../await-ingestion.ts';
import { countedEn, countedFr } from '../counted.ts';
import { applyDemo, ingestDemo } from '../demo-organisation.ts';
import { openServer, type Server } from '../open-server.ts';
import { say } from '../with-sourcier.ts';

export function startCommand(program: Command): void {
  program
    .command('start')
    .description(
      'démarre tout, avec l’organisation de démonstration / starts everything, with the demo organisation',
    )
    .action(async () => {
      const environment = readEnvironment();
      // A person looks at this terminal: the log is for trouble unless they ask for more.
      const server = await openServer(
        { ...environment, logLevel: quieter(environment.logLevel) },
        { demo: true },
      );
      await applyDemo(server.sourcier);
      announce(server);
      await Promise.all([readDemo(server), announceModel(server)]);
      await server.closed;
    });
}

const quieter = (level: ReturnType<typeof readEnvironment>['logLevel']) =>
  level === 'info' ? 'warn' : level;

function announce({ sourcier, address }: Server): void {
  const { environment, services } = sourcier;
  const questions = (services.demo?.description.questions ?? []).slice(0, 3);
  const lines = [
    '',
    `  Sourcier — ${services.demo?.description.organisation.title}`,
    `  ${address}`,
    '',
    say(environment, { fr: '  Trois questions à essayer :', en: '  Three questions to try:' }),
    ...questions.map(({ text, as }) => `   • ${text}  (${as})`),
    '',
    say(environment, {
      fr: '  API : /docs · arrêter : Ctrl-C · données : ',
      en: '  API: /docs · stop: Ctrl-C · data: ',
    }) + environment.dataFolder,
  ];
  const { host } = environment.http;
  if (!['127.0.0.1', 'localhost', '::1'].includes(host))
    lines.push(
      say(environment, {
        fr: `  Attention : la démonstration laisse entrer sans mot de passe, et HOST=${host} l’ouvre au réseau.`,
        en: `  Caution: the demo lets people in without a password, and HOST=${host} opens it to the network.`,
      }),
    );
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

const beforeAnnouncingMs = 3_000;

/** Says what is fetched, when it is ready, or why it is not and what to do. The page can be used meanwhile. */
async function announceModel({ sourcier, installation, stopping }: Server): Promise<void> {
  if (!installation) return;
  const { environment } = sourcier;
  const print = (fr: string, en: string) => process.stdout.write(`  ${say(environment, { fr, en })}\n`);
  const megabytes = Math.round(installation.fetchBytes / 1e6);
  // Without pip nothing arrives, and that is known at once.
  if (!(await Promise.race([installation.ended, sleep(beforeAnnouncingMs)])))
    print(
      `Recherche par le sens : le modèle arrive en arrière-plan (${megabytes} Mo, une seule fois).`,
      `Search by meaning: its model is being fetched in the background (${megabytes} MB, once).`,
    );
  const { error, seconds } = await installation.ended;
  if (stopping.aborted) return;
  if (error) print(errorTable[error].fr, errorTable[error].en);
  else
    print(
      `Recherche par le sens : modèle prêt (${seconds} s) ; les documents la rejoignent.`,
      `Search by meaning: model ready (${seconds} s); documents join in.`,
    );
}

/** Brings the demo's documents in while the page can already be used. Stopped half-way, it goes on at the next start. */
async function readDemo({ sourcier, stopping }: Server): Promise<void> {
  const { environment } = sourcier;
  const started = performance.now();
  try {
    const reports = await ingestDemo(sourcier, stopping);
    (await sourcier.work()).poke();
    const org = sourcier.services.demo?.description.organisation.id ?? '';
    await awaitIngestion(sourcier, { org, wait: 'words', quiet: false, signal: stopping });
    const files = reports.reduce((sum, report) => sum + report.files, 0);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    process.stdout.write(
      `${say(environment, {
        fr: `  ${countedFr(files, 'document prêt', 'documents prêts')} (${seconds} s).`,
        en: `  ${countedEn(files, 'document')} ready (${seconds} s).`,
      })}\n`,
    );
  } catch (error) {
    // What was under way when the stores closed fails, which is no trouble then.
    if (!stopping.aborted) throw error;
  }
}
