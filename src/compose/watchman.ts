import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { openLocalIssuer } from '../adapters/local-issuer/local-issuer.ts';
import { createHttpWatchedService } from '../adapters/watch/http-watched-service.ts';
import type { WatchFile } from '../core/watch/watch-file.ts';
import { type WatchReport, watchOnce } from '../core/watch/watch-once.ts';
import type { Logger } from '../ports/logger.ts';

/** Watches once as the file says. Opens no store: it has the key of the local issuer, files of tokens, and the network. */
export async function watch(
  { dataFolder }: Pick<Environment, 'dataFolder'>,
  file: WatchFile,
  { logger, signal }: { readonly logger: Pick<Logger, 'error' | 'warn'>; readonly signal: AbortSignal },
): Promise<WatchReport> {
  const { organisation: org, people, alarm } = file;
  const readSecret = async (path: string) => (await readFile(path, 'utf8')).trim();
  const service = createHttpWatchedService(file, {
    tokenOf: async (person) => {
      const own = people[person];
      if (own) return readSecret(own.tokenFile);
      const issuer = await openLocalIssuer(join(dataFolder, 'keys', 'issuer.json'));
      return (await issuer.issue({ org, subject: person })).token;
    },
    signal,
    webhookSecret: alarm.webhook?.secretFile ? await readSecret(alarm.webhook.secretFile) : null,
  });
  return watchOnce({ service, logger }, file, () => new Date());
}
