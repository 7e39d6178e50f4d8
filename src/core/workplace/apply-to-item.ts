import { classifications } from '../contract/envelope.ts';
import { type EventOf, idOf } from '../contract/events.ts';
import type { Item, ItemContent } from './item.ts';

/** Events of one document. */
export type DocumentEvent = EventOf<
  | 'fr.workplace.document.upserted.v1'
  | 'fr.workplace.document.restored.v1'
  | 'fr.workplace.document.moved.v1'
  | 'fr.workplace.document.deleted.v1'
  | 'fr.workplace.document.acl.changed.v1'
>;

/** The item after an event; the same object when everything that the event says is older than what is known. */
export function applyToItem(item: Item, event: DocumentEvent): Item {
  const sequence = Number(event.sequence);
  switch (event.type) {
    case 'fr.workplace.document.upserted.v1':
    case 'fr.workplace.document.restored.v1':
      return withAcl(
        withPlace(withContent(item, sequence, event), sequence, event.data),
        sequence,
        event.data,
      );
    case 'fr.workplace.document.moved.v1':
      return withAcl(withPlace(item, sequence, event.data), sequence, event.data);
    case 'fr.workplace.document.acl.changed.v1':
      return withAcl(item, sequence, event.data);
    case 'fr.workplace.document.deleted.v1':
      return sequence > item.goneSequence ? { ...item, goneSequence: sequence } : item;
  }
}

export const itemIdOf = ({ subject }: DocumentEvent): string => idOf(subject);

type Whole = EventOf<'fr.workplace.document.upserted.v1' | 'fr.workplace.document.restored.v1'>;
type Placed = EventOf<'fr.workplace.document.moved.v1'>['data'];

function withContent(item: Item, sequence: number, event: Whole): Item {
  if (sequence <= item.content.sequence) return item;
  const { title, size, sha256, contentVersion, url, createdBy, modifiedAt, encryption, retentionUntil } =
    event.data;
  const value: ItemContent = {
    title,
    size,
    sha256,
    contentVersion,
    url,
    createdBy,
    modifiedAt,
    encryption,
    retentionUntil,
    dataref: encryption === 'e2ee' ? null : (event.dataref ?? null),
    sensitivity: event.dataclassification ? classifications[event.dataclassification] : null,
  };
  return { ...item, content: { sequence, value } };
}

function withPlace(item: Item, sequence: number, { space, folderPath, path }: Placed): Item {
  if (sequence <= item.place.sequence) return item;
  return { ...item, place: { sequence, space, folders: folderPath, path: path ?? null } };
}

function withAcl(
  item: Item,
  sequence: number,
  { acl, aclVersion }: Pick<Placed, 'acl' | 'aclVersion'>,
): Item {
  if (sequence <= item.acl.sequence) return item;
  return { ...item, acl: { sequence, value: acl, version: aclVersion } };
}
