import type { Sourcier } from '../compose.ts';
import { type ErrorCode, errorTable } from '../core/errors.ts';

/** Where search by meaning stands. `share` goes from 0 to 1 within its step; `error` is the code of a failed installation. */
export type EmbeddingsStatus = {
  readonly state: 'off' | 'absent' | 'installing' | 'failed' | 'ready';
  readonly from: 'server' | 'machine' | null;
  readonly generation: string | null;
  readonly installation: { readonly step: 'fetch' | 'convert'; readonly share: number } | null;
  readonly error: ErrorCode | null;
};

export async function readEmbeddings({
  engines,
  environment,
}: Pick<Sourcier, 'engines' | 'environment'>): Promise<EmbeddingsStatus> {
  const { embedders, localModel } = engines;
  const { current } = embedders;
  const from = environment.embeddings ? 'server' : localModel ? 'machine' : null;
  const none = { from, generation: null, installation: null, error: null } as const;
  if (from === null) return { ...none, state: 'off' };
  if (current) return { ...none, state: 'ready', generation: current.generation };
  const report = (await localModel?.installation()) ?? null;
  if (!report) return { ...none, state: 'absent' };
  if (report.failure !== null) return { ...none, state: 'failed', error: toErrorCode(report.failure) };
  return { ...none, state: 'installing', installation: { step: report.step, share: report.share } };
}

/** The same for people. */
export function sentenceOf(status: EmbeddingsStatus): { readonly fr: string; readonly en: string } {
  const meaning = (fr: string, en: string) => ({
    fr: `recherche par le sens : ${fr}`,
    en: `search by meaning: ${en}`,
  });
  switch (status.state) {
    case 'off':
      return meaning('désactivée', 'off');
    case 'absent':
      return meaning('pas de modèle ; « sourcier models install »', 'no model; “sourcier models install”');
    case 'ready':
      return meaning(`prête (${status.generation})`, `ready (${status.generation})`);
    case 'failed': {
      const { fr, en } = errorTable[status.error ?? 'INTERNAL'];
      return meaning(fr, en);
    }
    case 'installing': {
      const percent = Math.round((status.installation?.share ?? 0) * 100);
      return status.installation?.step === 'convert'
        ? meaning(`conversion du modèle, ${percent} %`, `converting the model, ${percent}%`)
        : meaning(`téléchargement du modèle, ${percent} %`, `fetching the model, ${percent}%`);
    }
  }
}

function toErrorCode(code: string): ErrorCode {
  return code in errorTable ? (code as ErrorCode) : 'INTERNAL';
}
