import { AppError } from '../core/errors.ts';
import type { Api } from './routes/route.ts';

/** Fires when the server is about to close: streams then end with a word, and people know that they may ask again (R87). */
export function stoppingOf(api: Api): AbortSignal {
  const stopping = new AbortController();
  api.addHook('preClose', async () => stopping.abort(new AppError('STOPPING')));
  return stopping.signal;
}
