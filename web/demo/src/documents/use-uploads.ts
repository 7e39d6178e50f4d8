import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem, WorkDocument } from '../../../shared/api/types.ts';

/** One file on its way. Once received, the document of `documentId` tells the rest. */
export type Upload =
  | { readonly key: number; readonly name: string; readonly status: 'sending'; readonly share: number }
  | { readonly key: number; readonly name: string; readonly status: 'received'; readonly documentId: string }
  | { readonly key: number; readonly name: string; readonly status: 'failed'; readonly problem: Problem };

/** Sends files to a space one after the other, each with its progress or its error. */
export function useUploads(client: Client, spaceId: string, onReceived: (document: WorkDocument) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const controller = useRef(new AbortController());
  const nextKey = useRef(1);
  useEffect(() => {
    const current = new AbortController();
    controller.current = current;
    return () => current.abort();
  }, []);

  const send = useCallback(
    async (files: readonly File[]) => {
      const { signal } = controller.current;
      const waiting = files.map((file) => ({ key: nextKey.current++, file }));
      const put = (upload: Upload) =>
        setUploads((was) => was.map((one) => (one.key === upload.key ? upload : one)));
      setUploads((was) => [
        ...waiting.map(({ key, file }) => ({ key, name: file.name, status: 'sending' as const, share: 0 })),
        ...was,
      ]);
      for (const { key, file } of waiting) {
        const { name } = file;
        try {
          const document = await client.upload(
            spaceId,
            file,
            (share) => put({ key, name, status: 'sending', share }),
            signal,
          );
          onReceived(document);
          put({ key, name, status: 'received', documentId: document.id });
        } catch (error) {
          if (isAbort(error)) return;
          put({ key, name, status: 'failed', problem: toProblem(error) });
        }
      }
    },
    [client, spaceId, onReceived],
  );
  const dismiss = useCallback((key: number) => setUploads((was) => was.filter((one) => one.key !== key)), []);
  const forgetDocument = useCallback((id: string) => {
    setUploads((was) => was.filter((one) => one.status !== 'received' || one.documentId !== id));
  }, []);
  return { uploads, send, dismiss, forgetDocument };
}
