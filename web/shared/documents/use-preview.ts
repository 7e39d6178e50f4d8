import { useEffect, useState } from 'react';
import type { Client } from '../api/client.ts';
import { isAbort, toProblem } from '../api/problem.ts';
import type { Preview, Problem } from '../api/types.ts';

/** Which document is open, and the passage to point at. */
export type OpenedDocument = { readonly documentId: string; readonly passageId: string | null };

/** The text of a document with its passage, or why it cannot be shown. */
export type PreviewState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly preview: Preview }
  | { readonly status: 'failed'; readonly problem: Problem };

/** Reads a preview, again when another document or passage is opened. */
export function usePreview(client: Client, { documentId, passageId }: OpenedDocument): PreviewState {
  const [state, setState] = useState<PreviewState>({ status: 'loading' });
  useEffect(() => {
    const controller = new AbortController();
    setState({ status: 'loading' });
    client.preview(documentId, passageId, { signal: controller.signal }).then(
      (preview) => setState({ status: 'ready', preview }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ status: 'failed', problem: toProblem(error) });
      },
    );
    return () => controller.abort();
  }, [client, documentId, passageId]);
  return state;
}
