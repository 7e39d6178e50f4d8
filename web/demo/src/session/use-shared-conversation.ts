import { useSyncExternalStore } from 'react';

/** Where this workplace shows a conversation that somebody shares, for `{id}`: after the `#`, which goes to no server. */
export const shareLink = `${location.origin}/#conversation={id}`;

/** The shared conversation that the address names, to be shown by the assistant. */
export function useSharedConversation(): string | null {
  return useSyncExternalStore(subscribe, () =>
    new URLSearchParams(location.hash.slice(1)).get('conversation'),
  );
}

function subscribe(onChange: () => void) {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
