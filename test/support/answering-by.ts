import type { AnsweringModel } from '../../src/core/answer/answering-model.ts';
import type { AnsweringProviders } from '../../src/core/answer/answering-providers.ts';
import { strictPolicy } from '../../src/core/providers/policy.ts';

/** One model on this machine answers everything; without one, nobody does. */
export function answeringBy(model: AnsweringModel | undefined): AnsweringProviders {
  return {
    policy: strictPolicy,
    ids: model ? [model.provider] : [],
    knows: (wanted) => wanted === model?.provider,
    route: () =>
      model ? { chain: [{ ...model, id: 'test', trust: 'on-premises' }] } : { chain: [], reason: 'no-model' },
  };
}
