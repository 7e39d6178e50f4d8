import { useSyncExternalStore } from 'react';

/** Where somebody is in the console: the parts of what follows `#/` in the address. */
type Route = readonly string[];

/** The parts of the fragment of an address. What cannot be read leads to the first page. */
export function readRoute(hash: string): Route {
  if (!hash.startsWith('#/')) return [];
  try {
    return hash.slice(2).split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** The address of a place in the console, for a link. */
export function routeTo(...parts: Route): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** Goes to a place in the console. */
export function goTo(...parts: Route): void {
  location.hash = routeTo(...parts);
}

const subscribe = (onChange: () => void) => {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
};

/** The place that the address names now, as its fragment. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}
