import type { ProviderEditor, ProviderRepository } from '../../ports/provider-repository.ts';
import { type TrustMatrix, trustLevels } from '../trust.ts';
import type { AnswerPolicy, PolicyChange } from './policy.ts';

/** Changes what is said and leaves the rest; holds from the next request on (R69). */
export async function changePolicy(
  { providers }: { readonly providers: Pick<ProviderRepository, 'readPolicy' | 'savePolicy'> },
  org: string,
  change: PolicyChange,
  by: ProviderEditor,
): Promise<AnswerPolicy> {
  const before = await providers.readPolicy(org);
  return providers.savePolicy(
    org,
    {
      matrix: withChange(before.matrix, change.matrix),
      withholdUnsupported: change.withholdUnsupported ?? before.withholdUnsupported,
      secondOpinion: change.secondOpinion ?? before.secondOpinion,
      privateDocuments: change.privateDocuments ?? before.privateDocuments,
    },
    by,
  );
}

function withChange(matrix: TrustMatrix, change: PolicyChange['matrix'] = {}): TrustMatrix {
  return Object.fromEntries(trustLevels.map((level) => [level, change[level] ?? matrix[level]])) as Record<
    keyof TrustMatrix,
    TrustMatrix[keyof TrustMatrix]
  >;
}
