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

/** True for an address of the export's own origin. */
export function isOfExport({ exportUrl }: Pick<Source, 'exportUrl'>, url: string): boolean {
  return exportUrl !== null && new URL(exportUrl).origin === new URL(url).origin;
}

/** The header that lets a call in: with the token of the export towards its own origin, and with nothing towards any other (R55). */
export async function authorizationFor(
  deps: {
    readonly sources: Pick<SourceRepository, 'findExportToken'>;
    readonly secretBox: Pick<SecretBox, 'open'>;
  },
  source: Source,
  url: string,
): Promise<{ readonly authorization?: string }> {
  if (!isOfExport(source, url)) return {};
  const sealed = await deps.sources.findExportToken(source.org, source.id);
  return sealed ? { authorization: `Bearer ${deps.secretBox.open(sealed, exportTokenContext(source))}` } : {};
}
