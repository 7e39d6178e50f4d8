import type { AnsweringModel } from '../../src/core/answer/answering-model.ts';
import type { AnsweringProviders } from '../../src/core/answer/answering-providers.ts';
import { strictPolicy } from '../../src/core/providers/policy.ts';

/** One model on this machine answers everything; without one, nobody does. */
export function answeringBy(model: AnsweringModel | undefined): AnsweringProviders {
  const models = model ? [{ ...model, id: 'test', trust: 'on-premises' as const }] : [];
  return {
    models,
    policy: strictPolicy,
    knows: (wanted) => wanted === model?.provider,
    route: () => {
      const [first] = models;
      return first ? { chain: [first] } : { chain: [], reason: 'no-model' };
    },
  };
}
