import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { openSqliteIndex } from '../adapters/sqlite-index/sqlite-index.ts';
import type { OrganisationId } from '../core/document.ts';
import type { AccessRepository } from '../ports/access-repository.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { SearchIndex } from '../ports/search-index.ts';

/**
 * Opens the index that the deployment chose: the one place that knows which there are. When what it held was lost, whichever process
 * notices asks for it to be filled again from the truth, and whoever works does it.
 */
export async function openIndex(
  { index: settings, dataFolder }: Pick<Environment, 'index' | 'dataFolder'>,
  {
    access,
    outbox,
    onWarning,
  }: {
    readonly access: Pick<AccessRepository, 'listOrganisations'>;
    readonly outbox: Pick<Outbox, 'add'>;
    readonly onWarning: (warning: string) => void;
  },
): Promise<SearchIndex> {
  let asked = Promise.resolve();
  const ask = (listLost: () => readonly OrganisationId[] | Promise<readonly OrganisationId[]>) => {
    onWarning('the index had to be made anew: it is filled from the database');
    asked = asked
      .then(async () =>
        outbox.add((await listLost()).map((org) => ({ name: 'index.mend', payload: { org } }))),
      )
      .catch(() =>
        onWarning('nobody could be asked to fill the index: it is compared with the database once a day'),
      );
  };
  const openQdrant = async (server: Extract<typeof settings, { readonly kind: 'qdrant' }>) => {
    // A seventh of a second, which only its users pay for.
    const { openQdrantIndex } = await import('../adapters/qdrant/qdrant-index.ts');
    // One loss concerns them all.
    const onEmpty = () => ask(async () => (await access.listOrganisations()).map(({ id }) => id));
    return openQdrantIndex({ ...server, onEmpty });
  };
  const index =
    settings.kind === 'sqlite'
      ? await openSqliteIndex(join(dataFolder, 'index'), { onRebuildNeeded: (org) => ask(() => [org]) })
      : await openQdrant(settings);
  return {
    ...index,
    close: async () => {
      await asked;
      await index.close();
    },
  };
}
