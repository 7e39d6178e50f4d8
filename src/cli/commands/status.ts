import type { Command } from 'commander';
import type { Sourcier } from '../../compose.ts';
import { documentStates, readableStates } from '../../core/document.ts';
import { embeddingStatus } from '../../core/ingest/keep-generations.ts';
import { countedEn, countedFr } from '../counted.ts';
import { describeStates } from '../describe-states.ts';
import { describeVectors } from '../describe-vectors.ts';
import { readEmbeddings, sentenceOf } from '../embeddings-status.ts';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

export function statusCommand(program: Command): void {
  program
    .command('status')
    .description('documents par état, files d’attente / documents by state, queues')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { json?: boolean }) =>
      withSourcier(async (sourcier) => {
        const status = await readStatus(sourcier);
        if (options.json) return printJson(status);
        process.stdout.write(
          `${say(sourcier.environment, { fr: `index : ${status.index}`, en: `index: ${status.index}` })}\n`,
        );
        process.stdout.write(`${sentenceOf(status.embeddings)[sourcier.environment.language]}\n`);
        process.stdout.write(`${say(sourcier.environment, describeBlobs(status.blobs))}\n`);
        for (const { id, documents, chunks, vectors, engines, embedding, queue } of status.organisations) {
          const providers = await sourcier.stores.providers.list(id);
          const installationMakes = status.embeddings.generation !== null;
          const states = describeStates(documents.byState, sourcier.environment.language);
          process.stdout.write(
            `${say(sourcier.environment, {
              fr: `${id} : ${countedFr(documents.total, 'document')} (${states}), ${countedFr(chunks, 'passage')}, ${countedFr(vectors, 'vecteur')}`,
              en: `${id}: ${countedEn(documents.total, 'document')} (${states}), ${countedEn(chunks, 'passage')}, ${countedEn(vectors, 'vector')}`,
            })}\n`,
          );
          for (const line of describeVectors(embedding, engines.embeddings, providers, installationMakes))
            process.stdout.write(`   ${say(sourcier.environment, line)}\n`);
          const { recognise } = documents.awaiting;
          // Scans that wait to be recognised may have no word yet.
          if (chunks === 0 && findable(documents.byState) > recognise)
            process.stdout.write(
              `${say(sourcier.environment, {
                fr: '   index : à construire, rien ne peut être trouvé d’ici là ; serve, ingest et reindex le font',
                en: '   index: to be built, nothing can be found until then; serve, ingest and reindex do it',
              })}\n`,
            );
          if (recognise > 0)
            process.stdout.write(
              `${say(sourcier.environment, {
                fr: `   numérisations à lire : ${countedFr(recognise, 'document')}`,
                en: `   scans to read: ${countedEn(recognise, 'document')}`,
              })}\n`,
            );
          if (documents.toCheck > 0)
            process.stdout.write(
              `${say(sourcier.environment, {
                fr: `   à vérifier : ${countedFr(documents.toCheck, 'document porte', 'documents portent')} une mention de sensibilité plus forte que leur réglage`,
                en: `   to check: ${countedEn(documents.toCheck, 'document carries', 'documents carry')} a mark of sensitivity that is stronger than their setting`,
              })}\n`,
            );
          process.stdout.write(
            `${say(sourcier.environment, {
              fr: `   file : ${queue.waiting} en attente, ${queue.active} en cours, ${queue.failed} en échec`,
              en: `   queue: ${queue.waiting} waiting, ${queue.active} active, ${queue.failed} failed`,
            })}\n`,
          );
        }
      }),
    );
}

/** How many documents have a text that the index should hold. */
function findable(byState: Readonly<Record<string, number>>): number {
  return readableStates.reduce((sum, state) => sum + (byState[state] ?? 0), 0);
}

/** Where the documents of each organisation stand. The queue serves all of them. */
export async function readStatus({ stores, engines, enginesIn, environment }: Sourcier) {
  const queue = await stores.queue.counts();
  const organisations = await Promise.all(
    (await stores.access.listOrganisations()).map(async ({ id }) => {
      const counted = await stores.documents.countByState(id);
      const byState = Object.fromEntries(documentStates.map((state) => [state, counted[state] ?? 0]));
      const { chunks, vectors } = await stores.index.stats(id);
      const total = Object.values(counted).reduce((sum, count) => sum + count, 0);
      const oldestWaitingSeconds = await stores.documents.oldestWaitingSeconds(id);
      const awaiting = await stores.documents.countAwaiting(id);
      const { labelled, toCheck } = await stores.documents.countLabelled(id);
      return {
        id,
        documents: { total, byState, awaiting, labelled, toCheck },
        chunks,
        vectors,
        engines: await stores.providers.readEngineChoices(id),
        embedding: await embeddingStatus({ ...stores, ...(await enginesIn(id)) }, id),
        queue,
        oldestWaitingSeconds,
      };
    }),
  );
  const blobs = {
    store: environment.bucket ? 's3' : 'folder',
    bucket: environment.bucket?.bucket ?? null,
    encryption: environment.sealsBlobs ? 'on' : 'off',
  };
  return {
    organisations,
    index: environment.index.kind,
    blobs,
    embeddings: await readEmbeddings({ engines, environment }),
  };
}

function describeBlobs({ bucket, encryption }: Awaited<ReturnType<typeof readStatus>>['blobs']) {
  const [fr, en] = encryption === 'on' ? [', chiffrés', ', sealed'] : ['', ''];
  return bucket === null
    ? { fr: `Fichiers : dans le dossier des données${fr}.`, en: `Files: in the data folder${en}.` }
    : {
        fr: `Fichiers : dans le compartiment S3 « ${bucket} »${fr}.`,
        en: `Files: in the S3 bucket “${bucket}”${en}.`,
      };
}
