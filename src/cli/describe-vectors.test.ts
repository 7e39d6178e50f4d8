import { describe, expect, it } from 'vitest';
import { generationOf } from '../core/ingest/generation-of.ts';
import type { EmbeddingStatus } from '../core/ingest/keep-generations.ts';
import { describeVectors } from './describe-vectors.ts';

const chosen = { provider: 'albert', model: 'bge', queryPrefix: '', passagePrefix: '' };
const told = (provider: string | null, model = 'bge') => ({
  generation: generationOf(model, '', provider ?? undefined),
  provider,
  total: 3,
  done: 2,
  tooSensitive: 0,
  failedWith: null as string | null,
});
const on = [{ id: 'albert', enabled: true }];
const french = (
  status: EmbeddingStatus,
  by: typeof chosen | null,
  providers: Parameters<typeof describeVectors>[2],
  installationMakes = true,
) => describeVectors(status, by, providers, installationMakes).map(({ fr }) => fr);

describe('describeVectors', () => {
  it('says who makes the vectors that answer, and no more when that is who was chosen', () => {
    expect(french({ serving: told('albert'), building: null }, chosen, on)).toEqual([
      `sens : ${told('albert').generation} (albert), 2 documents sur 3`,
    ]);
    expect(french({ serving: told(null), building: null }, null, [])).toHaveLength(1);
    expect(french({ serving: null, building: null }, null, [])).toEqual([]);
  });

  it('says that its provider is switched off or gone', () => {
    const status = { serving: told('albert'), building: null };
    expect(french(status, chosen, [{ id: 'albert', enabled: false }])[0]).toContain('(albert, désactivé)');
    expect(french(status, null, [])[0]).toContain('(albert, retiré)');
  });

  it('says why no vectors come', () => {
    const building = { ...told('albert'), beganAt: new Date(0), failedWith: 'EMBEDDER_UNAVAILABLE' };
    const [line] = french({ serving: null, building }, chosen, on);
    expect(line).toContain('2 documents sur 3 — dernier échec (EMBEDDER_UNAVAILABLE) : ');
  });

  it('says what was chosen and is not begun', () => {
    const building = { ...told('albert', 'autre'), beganAt: new Date(0) };
    const waiting = [`choisi, pas encore commencé : ${told('albert').generation} (albert)`];
    expect(french({ serving: null, building: null }, chosen, on)).toEqual(waiting);
    expect(french({ serving: told('albert', 'autre'), building: null }, chosen, on).slice(1)).toEqual(
      waiting,
    );
    expect(french({ serving: told(null), building }, chosen, on).slice(2)).toEqual(waiting);
    expect(french({ serving: told('albert'), building: null }, null, on).slice(1)).toEqual([
      'choisi, pas encore commencé : les vecteurs de l’installation',
    ]);
    expect(french({ serving: told('albert'), building: null }, null, on, false).slice(1)).toEqual([
      'choisi : l’installation, qui ne fait pas de vecteurs ; les mots seuls répondent',
    ]);
  });
});
