import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { WorkDocument } from '../../../shared/api/types.ts';
import type { Turn } from '../answer/turn.ts';
import type { HostContext } from '../host/contract.ts';

type Named = { readonly id: string; readonly title: string };

/** Time without another key before documents are looked for. */
const typingMs = 250;

/**
 * The documents that a task can take. `listed`: those that the workplace shows, those that answers cited, and those of the space or,
 * without one, of all that the person may open and that have the words; `known`: also those that were listed before, where some may
 * be ticked. `hasMore`: the service has others, to be found by words; `isLooking`: it is being asked.
 */
export function useTaskDocuments(
  client: Client,
  context: Pick<HostContext, 'documentId' | 'documents'>,
  { space, words }: { readonly space: string | undefined; readonly words: string },
  turns: readonly Turn[],
) {
  const opened = useOpened(client, context);
  const { found, hasMore, isLooking } = useFound(client, space, words);
  const [earlier, setEarlier] = useState<readonly Named[]>([]);
  useEffect(() => setEarlier((before) => distinct([...before, ...found])), [found]);
  const cited = turns.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.readable ? [named(source.document)] : [])),
  );
  const wanted = words.toLowerCase();
  const offered = [...cited, ...opened].filter(({ title }) => title.toLowerCase().includes(wanted));
  return {
    listed: distinct([...offered, ...found]),
    known: distinct([...cited, ...opened, ...earlier]),
    hasMore,
    isLooking,
  };
}

/** Those that the workplace shows. What cannot be read is left out, as everywhere. */
function useOpened(
  client: Client,
  { documentId, documents = [] }: Pick<HostContext, 'documentId' | 'documents'>,
): readonly Named[] {
  const shown = [...documents, documentId ?? ''].filter(Boolean).join('\n');
  const [opened, setOpened] = useState<readonly Named[]>([]);
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    const ids = shown.split('\n').filter(Boolean);
    Promise.allSettled(ids.map((id) => client.document(id, { signal }))).then((results) => {
      if (signal.aborted) return;
      setOpened(results.flatMap((result) => (result.status === 'fulfilled' ? [named(result.value)] : [])));
    });
    return () => left.abort();
  }, [client, shown]);
  return opened;
}

const nothing = { found: [] as readonly Named[], hasMore: false };
const noPage = { of: '', ...nothing };

/** Those of a space or with some words, as far as one page goes. */
function useFound(client: Client, space: string | undefined, words: string) {
  const [page, setPage] = useState(noPage);
  const of = space === undefined && words === '' ? '' : [space ?? '', words].join('\n');
  useEffect(() => {
    if (of === '') return setPage(noPage);
    const left = new AbortController();
    const { signal } = left;
    const read = () =>
      client.documents({ ...(space !== undefined && { space }), words }, { signal }).then(
        ({ documents, nextCursor }) =>
          setPage({ of, found: documents.filter(isReadable).map(named), hasMore: nextCursor !== null }),
        // The list is a help: what the workplace shows and answers cited can be taken without it.
        () => signal.aborted || setPage({ of, ...nothing }),
      );
    const timer = setTimeout(read, words === '' ? 0 : typingMs);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [client, space, words, of]);
  return { ...page, isLooking: page.of !== of };
}

/** There is nothing to work on in what could not be read; what is being read will be there soon. */
const isReadable = ({ state }: WorkDocument) => state !== 'failed' && state !== 'skipped';

const distinct = (documents: readonly Named[]): readonly Named[] => [
  ...new Map(documents.map((one) => [one.id, one])).values(),
];

const named = ({ id, title }: Named): Named => ({ id, title });
