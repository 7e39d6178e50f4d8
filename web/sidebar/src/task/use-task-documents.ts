import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { Turn } from '../answer/turn.ts';
import type { HostContext } from '../host/contract.ts';

type Named = { readonly id: string; readonly title: string };

/**
 * The documents that a task can take. `listed`: those that the workplace shows, those that answers cited, and those of the space;
 * `known`: also those of spaces that were chosen before, where some may be ticked.
 */
export function useTaskDocuments(
  client: Client,
  { documentId, documents = [] }: Pick<HostContext, 'documentId' | 'documents'>,
  spaceId: string | undefined,
  turns: readonly Turn[],
) {
  const shown = [...documents, documentId ?? ''].filter(Boolean).join('\n');
  const [read, setRead] = useState<readonly Named[]>([]);
  const [earlier, setEarlier] = useState<readonly Named[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const listed = spaceId
      ? client.documents(spaceId, null, { signal }).then((page) => page.documents)
      : Promise.resolve([]);
    const opened = shown
      .split('\n')
      .filter(Boolean)
      .map((id) => client.document(id, { signal }));
    // What cannot be read is left out, as everywhere.
    Promise.allSettled([...opened, listed]).then((results) => {
      if (signal.aborted) return;
      const found = results
        .flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
        .map(named);
      setRead(found);
      setEarlier((before) => distinct([...before, ...found]));
    });
    return () => controller.abort();
  }, [client, shown, spaceId]);
  const cited = turns.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.readable ? [named(source.document)] : [])),
  );
  return { listed: distinct([...cited, ...read]), known: distinct([...cited, ...earlier]) };
}

const distinct = (documents: readonly Named[]): readonly Named[] => [
  ...new Map(documents.map((one) => [one.id, one])).values(),
];

const named = ({ id, title }: Named): Named => ({ id, title });
