import { createHash } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { ContractProbe, ProbeRequest } from '../../ports/contract-probe.ts';

const { contractCheck } = tunables;

/**
 * Calls a workplace as an operator asks to: no address is forbidden, private ones neither. The token goes to the origin of the
 * export address and nowhere else.
 */
export function createHttpProbe(
  exportUrl: string,
  token: string,
  { requestTimeoutMs }: { readonly requestTimeoutMs: number } = contractCheck,
): ContractProbe {
  const base = exportUrl.replace(/\/+$/, '');
  const { origin } = new URL(base);
  const isOwnOrigin = (url: string) => URL.canParse(url) && new URL(url).origin === origin;

  const call = async ({ target, method = 'GET', token: which, body }: ProbeRequest): Promise<Response> => {
    const url = /^https?:\/\//.test(target) ? target : `${base}/${target}`;
    const bearer = which === 'right' ? token : 'a-token-that-nobody-gave';
    return fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(requestTimeoutMs),
      headers: {
        accept: 'application/x-ndjson, application/json;q=0.9, */*;q=0.1',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(which !== 'none' && isOwnOrigin(url) && { authorization: `Bearer ${bearer}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };

  return {
    isOwnOrigin,
    async ask(request) {
      let status = 0;
      let contentType = '';
      const parts: Uint8Array[] = [];
      const textSoFar = () => Buffer.concat(parts).toString('utf8');
      try {
        const response = await call(request);
        status = response.status;
        contentType = response.headers.get('content-type') ?? '';
        await readUpTo(response, contractCheck.pageBytes, (part) => parts.push(part));
        return { status, contentType, text: textSoFar(), failure: null };
      } catch (error) {
        return { status, contentType, text: textSoFar(), failure: wordsFor(error, requestTimeoutMs) };
      }
    },
    async fetchBytes(request) {
      let status = 0;
      let bytes = 0;
      const hash = createHash('sha256');
      const result = (failure: string | null) => ({ status, bytes, sha256: hash.digest('hex'), failure });
      try {
        const response = await call(request);
        status = response.status;
        await readUpTo(response, contractCheck.contentBytes, (part) => {
          bytes += part.length;
          hash.update(part);
        });
        return result(null);
      } catch (error) {
        return result(wordsFor(error, requestTimeoutMs));
      }
    },
  };
}

class TooLarge extends Error {}

async function readUpTo(response: Response, limit: number, take: (part: Uint8Array) => void): Promise<void> {
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > limit) throw new TooLarge(`more than ${limit} bytes`);
    take(part);
  }
}

function wordsFor(error: unknown, timeoutMs: number): string {
  if (error instanceof TooLarge) return error.message;
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no end after ${timeoutMs / 1_000} s`;
  return cause?.code ?? cause?.message ?? 'the connection ended';
}
