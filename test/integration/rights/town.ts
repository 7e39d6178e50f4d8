import type { Sensitivity } from '../../../src/core/document.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

/** A town where everybody reads the space `mairie`, and these people the space `rh`. */
export async function applyTown(
  { stores }: TestStores,
  org: string,
  members: readonly string[],
  sensitivity: Sensitivity = 'interne',
): Promise<void> {
  await stores.access.applyOrganisation(
    anOrganisation({
      organisation: org,
      spaces: {
        mairie: { title: 'Vie municipale', members: [`org:${org}`] },
        rh: { title: 'Ressources humaines', sensitivity, members: members.map((user) => `user:${user}`) },
      },
    }),
    'test',
  );
}

/** A text for all who read the space; with how it was submitted. */
export async function publishIn(
  { stores }: TestStores,
  { org, space, externalId }: { readonly org: string; readonly space: string; readonly externalId: string },
  text: string,
) {
  const accessClass = await classFor(stores, org, `space:${space}`);
  const submission = aSubmission({ org, space, accessClass, externalId, text, title: externalId });
  return { submission, ...(await publishText(stores, submission, text)) };
}
