import { useState } from 'react';
import type { Space } from '../../../shared/api/types.ts';
import type { HostContext } from '../host/contract.ts';
import { availableScopes, firstScope, type ScopeChoice } from './scope.ts';

/**
 * Where questions look. It follows what the workplace shows until the person chooses or a conversation begins: a source opened
 * from an answer must not change where the next question looks. `release` lets it follow again. `spaces`: those of the person,
 * of which another one than the workplace shows may be chosen.
 */
export function useScope(context: HostContext, spaces: readonly Space[]) {
  const [held, hold] = useState<ScopeChoice | null>(null);
  const names = availableScopes(context);
  const others = spaces.length < 2 ? [] : spaces.filter(({ id }) => id !== context.spaceId);
  const wanted = held ?? firstScope(context);
  const choices: readonly ScopeChoice[] = [...names, ...others.map(({ id }) => `space:${id}` as const)];
  const name = choices.find((one) => one === wanted) ?? 'everything';
  return { name, names, others, choices, hold, release: () => hold(null) };
}
