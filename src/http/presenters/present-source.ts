import type { Source } from '../../core/workplace/source.ts';
import type { SourceProgress } from '../../ports/source-repository.ts';

/** A source as administrators see it: never a secret or a token. */
export function presentSource({ progress, ...source }: Source & { readonly progress: SourceProgress }) {
  return {
    id: source.id,
    title: source.title,
    tenant: source.tenant,
    directory: source.isDirectory,
    mode: source.mode,
    exportUrl: source.exportUrl,
    contentOrigins: [...source.contentOrigins],
    receiptsUrl: source.receiptsUrl,
    lateCheckUrl: source.lateCheckUrl,
    enabled: source.enabled,
    progress: { ...progress, heardAt: progress.heardAt?.toISOString() ?? null },
  };
}
