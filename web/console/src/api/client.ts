import { accessApi } from './access.ts';
import { complianceApi } from './compliance.ts';
import type { Connection } from './connection.ts';
import { costsApi } from './costs.ts';
import { documentsApi } from './documents.ts';
import { evaluationsApi } from './evaluations.ts';
import { indexApi } from './index-health.ts';
import { namesApi } from './names.ts';
import { peopleApi } from './people.ts';
import { promptsApi } from './prompts.ts';
import { providersApi } from './providers.ts';
import { qualityApi } from './quality.ts';
import { sourcesApi } from './sources.ts';
import { spacesApi } from './spaces.ts';
import { unreadApi } from './unread.ts';

/** Everything that the console asks of the server, by subject. */
export type Client = ReturnType<typeof createClient>;

export function createClient(connection: Connection) {
  return {
    access: accessApi(connection),
    prompts: promptsApi(connection),
    providers: providersApi(connection),
    costs: costsApi(connection),
    documents: documentsApi(connection),
    evaluations: evaluationsApi(connection),
    index: indexApi(connection),
    sources: sourcesApi(connection),
    spaces: spacesApi(connection),
    unread: unreadApi(connection),
    quality: qualityApi(connection),
    compliance: complianceApi(connection),
    people: peopleApi(connection),
    names: namesApi(connection),
  };
}
