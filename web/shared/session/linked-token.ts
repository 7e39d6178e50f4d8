import type { TokenKeeper } from '../api/token-keeper.ts';
import { storageOf } from '../interface/storage.ts';

const storage = storageOf('sessionStorage');
const storageKey = 'sourcier.linked-token';

/**
 * Only what `sourcier token` signs. The token of somebody's session (`ss_…`) is not taken from an address: with a link to
 * theirs, somebody could have another person ask in their name and read the questions.
 */
const isLocalToken = (token: string) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

/**
 * The person of the link that `sourcier token --link` printed (`#token=…`), kept for this tab; `null` where there was none. It
 * leaves the address at once, and with it what is bookmarked or shown to others.
 */
export function takeLinkedToken(): TokenKeeper | null {
  const words = new URLSearchParams(location.hash.slice(1));
  const linked = words.get('token');
  if (linked !== null) {
    words.delete('token');
    history.replaceState(
      null,
      '',
      `${location.pathname}${location.search}${words.size > 0 ? `#${words}` : ''}`,
    );
    if (isLocalToken(linked)) storage.write(storageKey, linked);
  }
  const token = storage.read(storageKey);
  return token === null ? null : async () => token;
}

/** Whoever opens a page in this tab next is nobody again, or whose cookie the browser has. */
export const forgetLinkedToken = (): void => storage.remove(storageKey);
