import { keyOf } from './change-documents.ts';
import type { WrittenEvent } from './record.ts';
import type { Storage } from './storage.ts';

/** Where datarefs lead: to the export itself (with its token), or to the S3 server (pre-signed, without one). */
export type DatarefKind = 'export' | 'presigned';

/** How an organisation addresses its bytes; addresses of an earlier epoch are over (403). */
export type DatarefSettings = { kind: DatarefKind; seconds: number; epoch: number };

/** The event as it goes out: documents that may be fetched get a fresh address. */
export async function withDataref(
  event: WrittenEvent,
  {
    tenant,
    exportUrl,
    storage,
    settings,
    evenEncrypted = false,
  }: {
    readonly tenant: string;
    readonly exportUrl: string;
    readonly storage: Storage;
    readonly settings: DatarefSettings;
    readonly evenEncrypted?: boolean;
  },
): Promise<WrittenEvent> {
  const isWhole = /\.document\.(upserted|restored)\.v1$/.test(event.type);
  if (!isWhole || (event.data.encryption === 'e2ee' && !evenEncrypted)) return event;
  const id = event.subject.slice('doc/'.length);
  const version = Number(event.data.contentVersion);
  const dataref =
    settings.kind === 'presigned'
      ? await storage.presign(keyOf(tenant, id, version), settings.seconds)
      : `${exportUrl}/content/${encodeURIComponent(id)}/v/${version}?epoch=${settings.epoch}`;
  return { ...event, dataref };
}
