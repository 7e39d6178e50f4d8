import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { Source } from './source.ts';

/** What the token of an export is bound to: another host than the one it was given for cannot be shown it (R55). */
export const exportTokenContext = ({
  org,
  id,
  exportUrl,
}: Pick<Source, 'org' | 'id' | 'exportUrl'>): readonly string[] => [
  'source-export',
  org,
  id,
  exportUrl === null ? '' : new URL(exportUrl).origin,
];

/** What the export of a source wants to see as bearer; `null` where it wants nothing. */
export async function exportTokenFor(
  deps: {
    readonly sources: Pick<SourceRepository, 'findExportToken'>;
    readonly secretBox: Pick<SecretBox, 'open'>;
  },
  source: Source,
): Promise<string | null> {
  const sealed = await deps.sources.findExportToken(source.org, source.id);
  return sealed && deps.secretBox.open(sealed, exportTokenContext(source));
}
