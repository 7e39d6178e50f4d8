import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { Language, Suggestion } from '../../../shared/api/types.ts';
import type { HostState } from '../host/connect-host.ts';

const atMost = 3;

/** A question that one may begin with, and its language where that is known. */
export type StartingQuestion = { readonly text: string; readonly language?: Language };

/** How long a start is held back, so that nothing that is there already moves when questions come above it. */
const patienceMs = 600;

/**
 * Questions to start with: those of the workplace, then what the server made of what is shown. None is no fault; `null` until it is
 * known whether there are any, which is not waited for long. Those of what was shown before stay until then.
 */
export function useSuggestions(
  client: Client,
  { context, isKnown }: Pick<HostState, 'context' | 'isKnown'>,
): readonly StartingQuestion[] | null {
  const { documentId, spaceId, suggestions = [] } = context;
  const [made, setMade] = useState<readonly Suggestion[] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const settle = (questions: readonly Suggestion[]) => {
      clearTimeout(timer);
      setMade(questions);
    };
    const timer = setTimeout(settle, patienceMs, []);
    if (documentId || spaceId) {
      const about = documentId ? { document: documentId } : { space: spaceId ?? '' };
      client.suggestions(about, { signal: controller.signal }).then(settle, () => undefined);
    } else if (isKnown) settle([]);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, documentId, spaceId, isKnown]);
  if (made === null) return null;
  // The workplace does not say in which language its own are.
  const told: readonly StartingQuestion[] = suggestions.map((text) => ({ text }));
  const all = [...(documentId ? made : told), ...made, ...told];
  return all.filter(({ text }, at) => all.findIndex((one) => one.text === text) === at).slice(0, atMost);
}
