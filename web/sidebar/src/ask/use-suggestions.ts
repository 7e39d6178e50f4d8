import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { HostContext } from '../host/contract.ts';

const atMost = 3;

/** Questions to start with: those of the workplace, then what the server made of what is shown. None is no fault. */
export function useSuggestions(client: Client, { documentId, spaceId, suggestions = [] }: HostContext) {
  const [made, setMade] = useState<readonly string[]>([]);
  useEffect(() => {
    setMade([]);
    if (!documentId && !spaceId) return;
    const controller = new AbortController();
    const about = documentId ? { document: documentId } : { space: spaceId ?? '' };
    client.suggestions(about, { signal: controller.signal }).then(setMade, () => undefined);
    return () => controller.abort();
  }, [client, documentId, spaceId]);
  return [...new Set([...(documentId ? made : suggestions), ...made, ...suggestions])].slice(0, atMost);
}
