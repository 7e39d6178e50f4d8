import type { Connection } from './connection.ts';
import { ProblemError, readProblem } from './problem.ts';

/** A file on its way. */
export type Upload = {
  readonly file: File;
  /** Gets the share that was sent, 0–1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
};

/** Sends one file with its progress, which fetch cannot tell. Gives the reply; throws like the client's other calls. */
export async function uploadFile<Reply>(
  connection: Connection,
  path: string,
  fields: Readonly<Record<string, string>>,
  { file, onProgress, signal }: Upload,
): Promise<Reply> {
  const headers = await connection.signed(new Headers());
  const form = new FormData();
  // The server reads the fields first, so that it knows what the file is for before the bytes arrive.
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file, file.name);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open('POST', `${connection.base}${path}`);
    headers.forEach((value, name) => void upload.setRequestHeader(name, value));
    upload.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    upload.onload = () => {
      if (upload.status >= 200 && upload.status < 300) resolve(JSON.parse(upload.responseText) as Reply);
      else reject(new ProblemError(readProblem(upload.status, upload.responseText)));
    };
    upload.onerror = () => reject(new ProblemError({ code: 'NETWORK', title: '' }));
    upload.onabort = () => reject(new DOMException('Stopped', 'AbortError'));
    signal.addEventListener('abort', () => upload.abort(), { once: true });
    upload.send(form);
  });
}
