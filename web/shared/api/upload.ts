import type { Connection } from './connection.ts';
import { ProblemError, readProblem } from './problem.ts';
import type { WorkDocument } from './types.ts';

/** Sends one file with its progress, which fetch cannot tell. Throws like the client's other calls. */
export async function uploadFile(options: {
  readonly connection: Connection;
  readonly space: string;
  readonly file: File;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}): Promise<WorkDocument> {
  const { connection, space, file, onProgress, signal } = options;
  const headers = await connection.signed(new Headers());
  const form = new FormData();
  // The server reads the fields first, so that it knows the space before the bytes arrive.
  form.set('space', space);
  form.set('file', file, file.name);
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open('POST', `${connection.base}/v1/documents`);
    headers.forEach((value, name) => void upload.setRequestHeader(name, value));
    upload.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    upload.onload = () => {
      if (upload.status >= 200 && upload.status < 300)
        resolve(JSON.parse(upload.responseText) as WorkDocument);
      else reject(new ProblemError(readProblem(upload.status, upload.responseText)));
    };
    upload.onerror = () => reject(new ProblemError({ code: 'NETWORK', title: '' }));
    upload.onabort = () => reject(new DOMException('Stopped', 'AbortError'));
    signal.addEventListener('abort', () => upload.abort(), { once: true });
    upload.send(form);
  });
}
