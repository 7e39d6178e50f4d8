import type { AccessFilter } from '../core/access/access-filter.ts';
import type { Language } from '../core/document.ts';
import type { ExportFile } from '../core/lifecycle/export-files.ts';
import { type ExportedConversation, exportPerson, type Receiver } from '../core/lifecycle/export-person.ts';
import { conversationAsMarkdown, exportNotice } from '../http/presenters/conversation-as-markdown.ts';
import { presentAuditRecord } from '../http/presenters/present-audit.ts';
import { presentMessages } from '../http/presenters/present-conversation.ts';
import { conversationOfPerson } from '../http/schemas/conversation.ts';
import type { Stores } from './stores.ts';

/** The export of a person, in the shapes of the API; `language` is that of the texts around what they wrote. */
export function writePersonExport(
  stores: Pick<Stores, 'people' | 'conversations' | 'library'>,
  person: AccessFilter,
  receiver: Receiver,
  language: Language,
): Promise<AsyncIterable<ExportFile>> {
  const deps = {
    ...stores,
    writeRecord: presentAuditRecord,
    write: (shown: ExportedConversation) => {
      // What people said of answers has a file of its own.
      const presented = presentMessages({ ...shown, feedback: [] });
      const exportedAt = new Date().toISOString();
      const json = conversationOfPerson.parse({ ...presented, exportedAt, notice: exportNotice(language) });
      return { json, markdown: conversationAsMarkdown(json, language) };
    },
  };
  return exportPerson(deps, person, receiver);
}
