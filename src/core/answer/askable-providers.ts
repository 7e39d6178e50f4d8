import type { AccessRepository } from '../../ports/access-repository.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { AnsweringProviders, RoutedModel } from './answering-providers.ts';

/**
 * The providers that may be asked by name for what stands in these spaces: those that may see the most sensitive of them (R67).
 * Spaces that are not the caller's are looked past, as if they were not there (R15).
 */
export async function askableProviders(
  deps: {
    readonly access: Pick<AccessRepository, 'listSpacesOf'>;
    readonly answering: Pick<AnsweringProviders, 'models' | 'route'>;
  },
  { org, user }: AccessFilter,
  spaces: readonly string[],
): Promise<readonly RoutedModel[]> {
  const own = (await deps.access.listSpacesOf(org, user)).filter(({ id }) => spaces.includes(id));
  const sensitivities = own.map(({ sensitivity }) => sensitivity);
  return deps.answering.models.filter(({ id }) => {
    // Another one stands in for it where it may not be asked.
    const [first] = deps.answering.route({ spaces: [], sensitivities, wanted: id }).chain;
    return first?.id === id;
  });
}
