import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { Language, Suggestion } from '../../../shared/api/types.ts';
import type { HostContext } from '../host/contract.ts';

const atMost = 3;

/** A question that one may begin with, and its language where that is known. */
export type StartingQuestion = { readonly text: string; readonly language?: Language };

/** Questions to start with: those of the workplace, then what the server made of what is shown. None is no fault. */
export function useSuggestions(client: Client, { documentId, spaceId, suggestions = [] }: HostContext) {
  const [made, setMade] = useState<readonly Suggestion[]>([]);
  useEffect(() => {
    setMade([]);
    if (!documentId && !spaceId) return;
    const controller = new AbortController();
    const about = documentId ? { document: documentId } : { space: spaceId ?? '' };
    client.suggestions(about, { signal: controller.signal }).then(setMade, () => undefined);
    return () => controller.abort();
  }, [client, documentId, spaceId]);
  // The workplace does not say in which language its own are.
  const told: readonly StartingQuestion[] = suggestions.map((text) => ({ text }));
  const all = [...(documentId ? made : told), ...made, ...told];
  return all.filter(({ text }, at) => all.findIndex((one) => one.text === text) === at).slice(0, atMost);
}
