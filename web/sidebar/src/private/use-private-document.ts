import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { PrivateDocument, Problem } from '../../../shared/api/types.ts';
import type { GivenFile } from '../host/contract.ts';

/** As the server bounds it. */
const mostBytes = 25 * 1024 * 1024;

export type PrivateState =
  | { readonly status: 'sending'; readonly share: number }
  | { readonly status: 'reading' }
  | { readonly status: 'open'; readonly document: PrivateDocument }
  | { readonly status: 'failed'; readonly problem: Problem };

/**
 * Has a file read into the memory of the server, and forgotten there when this goes or the page does. The file itself stays where
 * the person has it: `reopen` sends it once more.
 */
export function usePrivateDocument(client: Client, { file, sensitivity }: GivenFile) {
  const [state, setState] = useState<PrivateState>({ status: 'sending', share: 0 });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another reading.
  useEffect(() => {
    const left = new AbortController();
    let id: string | null = null;
    const close = () => {
      left.abort();
      if (id !== null) void client.closePrivateDocument(id).catch(() => undefined);
      id = null;
    };
    const onProgress = (share: number) =>
      setState(share < 1 ? { status: 'sending', share } : { status: 'reading' });
    setState({ status: 'sending', share: 0 });
    if (file.size > mostBytes) {
      setState({ status: 'failed', problem: { code: 'PRIVATE_DOCUMENT_TOO_LARGE', title: '' } });
      return;
    }
    client.openPrivateDocument({ file, onProgress, signal: left.signal }, sensitivity).then(
      (document) => {
        id = document.id;
        if (left.signal.aborted) close();
        else setState({ status: 'open', document });
      },
      (error: unknown) => {
        if (!isAbort(error)) setState({ status: 'failed', problem: toProblem(error) });
      },
    );
    addEventListener('pagehide', close);
    return () => {
      removeEventListener('pagehide', close);
      close();
    };
  }, [client, file, sensitivity, attempt]);
  const reopen = useCallback(() => setAttempt((count) => count + 1), []);
  return { state, reopen };
}
