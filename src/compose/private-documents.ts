import { tunables } from '../../config/tunables.ts';
import { createMemoryIndex } from '../adapters/memory/search-index.ts';
import type { AnsweringProviders } from '../core/answer/answering-providers.ts';
import { type AskPrivateDeps, askPrivateDocument } from '../core/private-documents/ask-private-document.ts';
import { endWithPerson } from '../core/private-documents/end-with-person.ts';
import { openPrivateDocument } from '../core/private-documents/open-private-document.ts';
import { createPrivateDesk, type PrivateDesk } from '../core/private-documents/private-desk.ts';
import type { PrivateOwner } from '../core/private-documents/private-document.ts';
import { searchPrivateDocument } from '../core/private-documents/search-private-document.ts';
import type { Services } from '../http/services.ts';
import type { Door } from './door.ts';
import type { Engines } from './engines.ts';

/** Private documents of this process: nothing that keeps something is among what they are given but budgets and the audit. */
export function createPrivateDocuments(
  deps: Omit<AskPrivateDeps, 'answering'> & Pick<Engines, 'parser' | 'analyser'>,
  options: {
    readonly door: Door;
    readonly answeringIn: (org: string) => Promise<AnsweringProviders>;
    /** What an erasure changes of a person; `null` once they are gone. */
    readonly lifeOf: (owner: PrivateOwner) => Promise<string | null>;
  },
): Services['privateDocuments'] & Pick<PrivateDesk, 'closeAllOf'> {
  const { door, answeringIn, lifeOf } = options;
  const desk = createPrivateDesk();
  const ends = endWithPerson(desk, { lifeOf, everyMs: tunables.privateDocuments.personLookMs });
  const reading = { ...deps, desk, createIndex: createMemoryIndex };
  return {
    open: (owner, upload, signal) =>
      door.aside(owner, async () => {
        await ends.watch(owner);
        return openPrivateDocument(reading, owner, upload, signal);
      }),
    find: (owner, id) => desk.find(owner, id),
    close: (owner, id) => desk.close(owner, id),
    closeAllOf: desk.closeAllOf,
    search: async (owner, id, request) => {
      const open = desk.find(owner, id);
      return door.inside(owner, () => searchPrivateDocument(open, request));
    },
    ask: async function* (owner, id, request) {
      const open = desk.find(owner, id);
      yield* door.streaming(owner, async function* () {
        const answering = await answeringIn(owner.org);
        yield* askPrivateDocument({ ...deps, answering }, owner, open, request);
      });
    },
    count: () => desk.count(),
  };
}
