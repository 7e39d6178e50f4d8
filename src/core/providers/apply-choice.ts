import type { AccessRepository } from '../../ports/access-repository.ts';
import type { ProviderEditor, ProviderRepository } from '../../ports/provider-repository.ts';
import { chooseEngine, type EngineDeps, type WantedEngine } from './choose-engine.ts';
import { chooseProvider, type ProviderChoice } from './manage-providers.ts';
import type { ProviderWarning } from './provider-warnings.ts';

/**
 * Carries out what an administrator chose: who answers, makes the vectors, or reranks.
 * @returns what the administrator should know
 * @throws AppError `NOT_FOUND`, `SPACE_UNKNOWN`, `PROVIDER_UNSUITABLE`
 */
export async function applyChoice(
  deps: EngineDeps & {
    readonly providers: ProviderRepository;
    readonly access: Pick<AccessRepository, 'findSpace'>;
  },
  org: string,
  choice: ProviderChoice | WantedEngine,
  by: ProviderEditor,
): Promise<readonly ProviderWarning[]> {
  if (choice.for !== 'answers') return chooseEngine(deps, org, choice, by);
  if (choice.space !== null) await deps.access.findSpace(org, choice.space);
  await chooseProvider(deps, org, choice, by);
  return [];
}
