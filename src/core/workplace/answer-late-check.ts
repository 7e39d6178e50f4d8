import type { z } from 'zod';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { Library } from '../../ports/library.ts';
import type { WorkplaceStore } from '../../ports/workplace-store.ts';
import { authoriseCaller } from '../access/authorise-caller.ts';
import type { ServiceCaller } from '../access/service-key.ts';
import type { lateCheckRequest } from './late-check.ts';

/**
 * Says which documents somebody may read at this moment, to a program that asks in XWiki's shape. Documents are named by our ids,
 * or, to a key that is bound to a source, by that source's. Somebody unknown may read none, and what is not there is refused like what is forbidden.
 */
export async function answerLateCheck(
  deps: {
    readonly access: Pick<AccessRepository, 'findPerson' | 'readableClasses'>;
    readonly library: Pick<Library, 'findReadable'>;
    readonly workplace: Pick<WorkplaceStore, 'findDocumentIds'>;
  },
  caller: ServiceCaller,
  asked: z.infer<typeof lateCheckRequest>,
): Promise<Record<string, boolean>> {
  const answer = Object.fromEntries(asked.document_ids.map((id) => [id, false]));
  const person = await findPerson(deps, caller.org, asked);
  if (!person) return answer;
  const documents = await deps.workplace.findDocumentIds(caller.org, caller.source, asked.document_ids);
  const within = await authoriseCaller(deps, { org: caller.org, user: person.id });
  const readable = await deps.library.findReadable(within, [...documents.values()]);
  for (const [id, document] of documents) if (readable.has(document)) answer[id] = true;
  return answer;
}

async function findPerson(
  { access }: { readonly access: Pick<AccessRepository, 'findPerson'> },
  org: string,
  { oidc_users, jwt_users, xwiki_username }: z.infer<typeof lateCheckRequest>,
) {
  for (const identity of [...oidc_users, ...jwt_users]) {
    const person = await access.findPerson(org, identity);
    if (person) return person;
  }
  return xwiki_username ? access.findPerson(org, { id: xwiki_username }) : null;
}
