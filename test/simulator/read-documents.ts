import type { Query } from './database.ts';
import { anEvent, type WrittenEvent, written } from './record.ts';

/** Rights as the workplace says them. */
export type Rights = {
  readonly allow: readonly string[];
  readonly restrictedTo?: readonly string[];
  readonly deny?: readonly string[];
};

/** A document and where it stands, as its row says. */
export type DocumentRow = {
  readonly id: string;
  readonly space: string;
  readonly folder: string | null;
  readonly title: string;
  readonly mime: string;
  readonly encryption: 'none' | 'e2ee';
  readonly classification: string | null;
  readonly acl: Rights | null;
  readonly acl_version: string;
  readonly content_version: number;
  readonly size: number;
  readonly sha256: string;
  readonly created_by: string | null;
  readonly modified_at: Date;
  readonly retention_until: Date | null;
  readonly deleted: boolean;
  readonly sequence: string;
};

type Folder = {
  readonly id: string;
  readonly parent: string | null;
  readonly acl: Rights | null;
  readonly acl_version: string;
};

/** Its folders, the innermost first. */
async function foldersAbove(query: Query, tenant: string, folder: string | null): Promise<Folder[]> {
  const found: Folder[] = [];
  for (let id = folder; id !== null; ) {
    const [row] = await query<Folder>(
      'select id, parent, acl, acl_version from folder where tenant = $1 and id = $2',
      [tenant, id],
    );
    if (!row) throw new Error(`no folder ${id}`);
    found.push(row);
    id = row.parent;
  }
  return found;
}

/** What the nearest folder with rights of its own gives, else the space; the version of the latest word on it. */
export async function rightsFromAbove(
  query: Query,
  tenant: string,
  space: string,
  folder: string | null,
): Promise<{ rights: Rights; version: number }> {
  let version = 0;
  for (const { acl, acl_version } of await foldersAbove(query, tenant, folder)) {
    version = Math.max(version, Number(acl_version));
    if (acl) return { rights: acl, version };
  }
  return { rights: { allow: [`space:${space}`] }, version };
}

/** Place and rights of a document in the shape of the contract. */
export async function placeOf(query: Query, tenant: string, row: DocumentRow) {
  const folders = await foldersAbove(query, tenant, row.folder);
  const above = await rightsFromAbove(query, tenant, row.space, row.folder);
  const own = Number(row.acl_version);
  const folderPath = folders.map(({ id }) => id).reverse();
  return {
    space: row.space,
    folderPath,
    path: [...folderPath, row.title].join('/'),
    acl: { restrictedTo: [], deny: [], ...(row.acl ?? above.rights), inherited: row.acl === null },
    aclVersion: row.acl ? own : Math.max(own, above.version),
  };
}

/** The event that carries the document in full, without its address. */
export async function wholeDocument(
  query: Query,
  tenant: string,
  row: DocumentRow,
  type: 'document.upserted' | 'document.restored' = 'document.upserted',
): Promise<WrittenEvent> {
  return anEvent(tenant, Number(row.sequence), {
    type,
    subject: `doc/${row.id}`,
    ...(row.classification && { dataclassification: row.classification }),
    data: {
      ...(await placeOf(query, tenant, row)),
      title: row.title,
      mime: row.mime,
      size: row.size,
      sha256: row.sha256,
      contentVersion: row.content_version,
      url: `https://travail.example/doc/${encodeURIComponent(row.id)}`,
      ...(row.created_by && { createdBy: row.created_by }),
      modifiedAt: row.modified_at.toISOString(),
      encryption: row.encryption,
      retentionUntil: row.retention_until?.toISOString() ?? null,
    },
  });
}

/**
 * The document as a listing gives it: what holds now, numbered by the last thing that changed any of it, be it a folder's
 * rights. So a reader who missed that change learns it here.
 */
export async function listedDocument(query: Query, tenant: string, row: DocumentRow): Promise<WrittenEvent> {
  const event = await wholeDocument(query, tenant, row);
  const sequence = Math.max(Number(row.sequence), Number(event.data.aclVersion));
  return { ...event, id: `items-${row.id}-${sequence}`, sequence: written(sequence) };
}

/** A document that is there or was. */
export async function readDocument(query: Query, tenant: string, id: string): Promise<DocumentRow | null> {
  const rows = await query<DocumentRow>('select * from document where tenant = $1 and id = $2', [tenant, id]);
  return rows[0] ?? null;
}
