import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

/** A file name for any browser: ASCII fallback, and the true name in UTF-8 (RFC 6266). */
function attachment(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ascii =
    name
      .normalize('NFKD')
      .replace(/[^\x20-\x7e]/g, '')
      .replace(/["\\]/g, '_') || 'document';
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

export const downloadDocument: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/content',
    {
      schema: {
        summary: 'The file itself, always as an attachment (R46)',
        tags: ['documents'],
        params: documentParams,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const { document, stream, bytes } = await services.library.content(request.within, request.params.id);
      return reply
        .header('content-disposition', attachment(document.path))
        .header('content-length', bytes)
        .header('cache-control', 'private, no-store')
        .type('application/octet-stream')
        .send(stream);
    },
  );
};
