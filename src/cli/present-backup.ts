import type { ReadBackup } from '../core/backup/read-backup.ts';
import type { ReplayReport } from '../core/lifecycle/replay-erasures.ts';

/** What scripts get of a backup that was read. */
export function presentRead({ head, manifest, blobsDamaged }: ReadBackup) {
  const { createdAt, schema, tables } = head;
  const { blobs, blobsMissing, keys } = manifest;
  return { createdAt, schema, tables: tables.length, blobs, blobsMissing, blobsDamaged, keys };
}

/** The same for people. */
export function sayRead({ head, manifest, blobsDamaged }: ReadBackup): {
  readonly fr: string;
  readonly en: string;
} {
  const { blobs, blobsMissing, keys } = manifest;
  return {
    fr: `Sauvegarde du ${head.createdAt} : entière. ${blobs} fichiers de documents, ${blobsMissing} manquaient, ${blobsDamaged} étaient abîmés ; ${keys} clés.`,
    en: `Backup of ${head.createdAt}: whole. ${blobs} files of documents, ${blobsMissing} were missing, ${blobsDamaged} were damaged; ${keys} keys.`,
  };
}

/** What was erased again, for people. */
export function sayReplayed({ documents, people, organisations, held }: ReplayReport): {
  readonly fr: string;
  readonly en: string;
} {
  return {
    fr: `Effacés de nouveau : ${documents} documents, ${people} personnes, ${organisations} organisations ; ${held} conservés légalement.`,
    en: `Erased again: ${documents} documents, ${people} people, ${organisations} organisations; ${held} held.`,
  };
}

/** What is to be done before people have all back, for people. */
export function sayHeldBack(organisations: number): { readonly fr: string; readonly en: string } {
  return {
    fr: `Assistant suspendu et partage interdit dans ${organisations} organisations : voir docs/backup.md avant de les rétablir.`,
    en: `The assistant is off and sharing forbidden in ${organisations} organisations: see docs/backup.md before they are on again.`,
  };
}
