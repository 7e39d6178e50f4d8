import { archiveTexts, readArchive } from '../archive.ts';
import { Refusal } from '../refusal.ts';
import { refuseEncrypted } from './metadata.ts';

/** The small parts of an OpenDocument file, and a way to read the large ones piece by piece. */
export type OdfParts = {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly textsOf: ReturnType<typeof archiveTexts>;
};

/**
 * Opens an OpenDocument file whose content is to be read piece by piece: metadata and `more` are unpacked at once.
 * Throws `Refusal` of an encrypted file, and of one without content.
 */
export function openParts(bytes: Uint8Array, ...more: readonly string[]): OdfParts {
  const kept = new Set(['meta.xml', 'META-INF/manifest.xml', ...more]);
  let found = false;
  const parts = readArchive(bytes, (name) => {
    found ||= name === 'content.xml';
    return kept.has(name);
  });
  refuseEncrypted(parts);
  if (!found) throw new Refusal('failed', 'damaged', 'no content.xml');
  return { parts, textsOf: archiveTexts(bytes) };
}
