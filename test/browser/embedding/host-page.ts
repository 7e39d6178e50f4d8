import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const documentation = join(import.meta.dirname, '..', '..', '..', 'docs', 'embedding.md');

/** A workplace of another origin: the example of docs/embedding.md, word for word, and a frame without the element at `/frame`. */
export async function startHostPage() {
  const markdown = await readFile(documentation, 'utf8');
  const [, example = ''] = /```html\n([\s\S]*?)```/.exec(markdown) ?? [];
  let server = '';
  const http = createServer(async (request, response) => {
    if (request.url === '/assistant-token') {
      // Where a workplace would sign a token, the demo gives one without proof.
      const reply = await fetch(`${server}/v1/demo/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: 'farid' }),
      });
      const { token, expiresAt } = (await reply.json()) as { token: string; expiresAt: string };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ accessToken: token, expiresAt }));
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const frame = `<!doctype html><title>Espace</title><iframe title="Assistant" src="${server}/sidebar/?host=${origin}"></iframe>`;
    response.end(request.url === '/frame' ? frame : example.replaceAll('https://sourcier.example', server));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  // Not the address of the server: another origin, to the browser.
  const origin = `http://localhost:${(http.address() as AddressInfo).port}`;
  return {
    origin,
    /** From now on it holds the sidebar of this server. */
    holdSidebarOf: (address: string) => {
      server = address;
    },
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}
