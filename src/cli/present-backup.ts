import type { ReadBackup } from '../core/backup/read-backup.ts';
import type { ReplayReport } from '../core/lifecycle/replay-erasures.ts';
import { countedEn, countedFr } from './counted.ts';

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
    fr: `Sauvegarde du ${head.createdAt} : entière. ${countedFr(blobs, 'fichier de document', 'fichiers de documents')}, ${countedFr(blobsMissing, 'manquait', 'manquaient')}, ${countedFr(blobsDamaged, 'était abîmé', 'étaient abîmés')} ; ${countedFr(keys, 'clé')}.`,
    en: `Backup of ${head.createdAt}: whole. ${countedEn(blobs, 'file of a document', 'files of documents')}, ${countedEn(blobsMissing, 'was missing', 'were missing')}, ${countedEn(blobsDamaged, 'was damaged', 'were damaged')}; ${countedEn(keys, 'key')}.`,
  };
}

/** What was erased again, for people. */
export function sayReplayed({ documents, people, organisations, held }: ReplayReport): {
  readonly fr: string;
  readonly en: string;
} {
  return {
    fr: `Effacés de nouveau : ${countedFr(documents, 'document')}, ${countedFr(people, 'personne')}, ${countedFr(organisations, 'organisation')} ; ${countedFr(held, 'conservé', 'conservés')} légalement.`,
    en: `Erased again: ${countedEn(documents, 'document')}, ${countedEn(people, 'person', 'people')}, ${countedEn(organisations, 'organisation')}; ${held} held.`,
  };
}

/** What is to be done before people have all back, for people. */
export function sayHeldBack(organisations: number): { readonly fr: string; readonly en: string } {
  return {
    fr: `Assistant suspendu et partage interdit dans ${countedFr(organisations, 'organisation')} : voir docs/backup.md avant de rétablir.`,
    en: `The assistant is off and sharing forbidden in ${countedEn(organisations, 'organisation')}: see docs/backup.md before they are on again.`,
  };
}
