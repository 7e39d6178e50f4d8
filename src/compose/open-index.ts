import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { openQdrantIndex } from '../adapters/qdrant/qdrant-index.ts';
import { openSqliteIndex } from '../adapters/sqlite-index/sqlite-index.ts';
import type { OrganisationId } from '../core/document.ts';
import type { SearchIndex } from '../ports/search-index.ts';

/** Opens the index that the deployment chose: the one place that knows which there are. */
export function openIndex(
  { index, dataFolder }: Pick<Environment, 'index' | 'dataFolder'>,
  options: {
    readonly listOrganisations: () => Promise<readonly { readonly id: OrganisationId }[]>;
    /** Called when what the index held of an organisation was lost: fill it again from the truth. */
    readonly onLost: (org: OrganisationId) => void;
  },
): Promise<SearchIndex> {
  if (index.kind === 'sqlite')
    return openSqliteIndex(join(dataFolder, 'index'), { onRebuildNeeded: options.onLost });
  return openQdrantIndex({
    ...index,
    // One loss concerns them all.
    onEmpty: () =>
      void options
        .listOrganisations()
        .then((all) => {
          for (const { id } of all) options.onLost(id);
        })
        .catch(() => {}),
  });
}
