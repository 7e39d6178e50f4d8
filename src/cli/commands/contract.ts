import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { terminalLanguage } from '../../../config/env.ts';
import { receiveDeliveries } from '../../adapters/contract-probe/delivery-receiver.ts';
import { createHttpProbe } from '../../adapters/contract-probe/http-probe.ts';
import { judgeDeliveries } from '../../core/contract/check/check-deliveries.ts';
import type { CheckResult } from '../../core/contract/check/report.ts';
import { runChecks } from '../../core/contract/check/run-checks.ts';
import { AppError } from '../../core/errors.ts';
import { secretBytes } from '../../core/workplace/webhook-signature.ts';
import { checkLines, presentCheck } from '../check-line.ts';
import { countOption } from '../count-option.ts';
import { exitCodes } from '../report-error.ts';
import { secretOption } from '../secret-option.ts';
import { printJson } from '../with-sourcier.ts';

type Options = {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly tenant?: string;
  readonly secret?: string;
  readonly secretFile?: string;
  readonly listen?: { readonly host: string; readonly port: number };
  readonly seconds: number;
  readonly consumeQueue?: boolean;
  readonly json?: boolean;
};

/** The conformance kit: whether a workplace keeps the contract. Needs no organisation and no data folder. */
export function contractCommand(program: Command): void {
  program
    .command('contract')
    .description('le contrat avec un espace de travail / the contract with a workplace')
    .command('check')
    .argument('[url]', 'adresse d’export / export address')
    .description(
      'vérifie qu’un espace de travail tient le contrat ; code 1 sinon / checks that a workplace keeps the contract; exit code 1 otherwise',
    )
    .option('--token <token>', 'jeton d’export / export token')
    .option('--token-file <path>', 'fichier du jeton / file with the token')
    .option(
      '--tenant <tenant>',
      'organisation, selon l’espace de travail / organisation, as the workplace says',
    )
    .option('--listen <[host:]port>', 'reçoit aussi des livraisons / also receives deliveries', listenOption)
    .option('--seconds <n>', 'durée d’écoute / how long to listen', countOption, 60)
    .option('--secret <whsec_…>', 'secret des livraisons / secret of deliveries')
    .option('--secret-file <path>', 'fichier du secret / file with the secret')
    .option('--consume-queue', 'peut retirer un événement de la file / may take an event out of the queue')
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (url: string | undefined, options: Options) => {
      const language = terminalLanguage();
      const results: CheckResult[] = [];
      const tell = (result: CheckResult) => {
        results.push(result);
        if (!options.json) process.stdout.write(`${checkLines(result, language).join('\n')}\n`);
      };
      const tenant = options.tenant ?? null;
      if (url === undefined && !options.listen) throw new AppError('USAGE', { detail: 'URL | --listen' });
      if (url !== undefined) {
        if (!/^https?:\/\//.test(url) || !URL.canParse(url))
          throw new AppError('USAGE', { detail: 'url: http(s)://…' });
        const token = await secretOption('--token', options.token, options.tokenFile);
        if (token === null) throw new AppError('USAGE', { detail: '--token | --token-file' });
        const probe = createHttpProbe(url, token);
        const mayConsumeQueue = options.consumeQueue === true;
        for await (const result of runChecks({ probe, tenant, mayConsumeQueue, sleep })) tell(result);
      }
      if (options.listen) {
        const secret = await secretOption('--secret', options.secret, options.secretFile);
        if (secret !== null && secretBytes(secret) === null)
          throw new AppError('USAGE', { detail: '--secret: whsec_ + base64, 24–64 bytes' });
        const receiver = await receiveDeliveries(options.listen);
        process.stderr.write(`${receiver.address} (${options.seconds} s)\n`);
        await sleep(options.seconds * 1_000);
        await receiver.close();
        for (const result of judgeDeliveries(receiver.deliveries, { tenant, secret })) tell(result);
      }
      const failed = results.filter(({ outcome }) => outcome === 'failed').length;
      if (options.json)
        printJson({ passed: failed === 0, checks: results.map((result) => presentCheck(result, language)) });
      if (failed > 0) process.exitCode = exitCodes.failed;
    });
}

function listenOption(text: string): { host: string; port: number } {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535) throw new InvalidArgumentError('[host:]port');
  return { host, port: Number(port) };
}
