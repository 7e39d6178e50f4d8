import { useState } from 'react';
import type { HostContext } from '../host/contract.ts';
import { availableScopes, firstScope, type ScopeName } from './scope.ts';

/**
 * Where questions look. It follows what the workplace shows until the person chooses or a conversation begins: a source opened
 * from an answer must not change where the next question looks. `release` lets it follow again.
 */
export function useScope(context: HostContext) {
  const [held, hold] = useState<ScopeName | null>(null);
  const names = availableScopes(context);
  const wanted = held ?? firstScope(context);
  const name: ScopeName = names.find((one) => one === wanted) ?? 'everything';
  return { name, names, hold, release: () => hold(null) };
}
