import { useSyncExternalStore } from 'react';
import { storageOf } from '../../../shared/interface/storage.ts';
import { type Command, commands, defaultKeys, type KeyMap } from './keys.ts';

const kept = storageOf('localStorage');
const place = 'sourcier.keys';
const listeners = new Set<() => void>();
let current = read();

/** What the person presses for each command, kept by this browser. */
export function useKeyMap(): KeyMap {
  return useSyncExternalStore(
    (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    () => current,
  );
}

/** The keys as they are now, outside of a rendering. */
export const keyMap = (): KeyMap => current;

/** Changes one; all back to what they were without a word. */
export function changeKeys(change: Partial<Record<Command, string>> | null): void {
  current = change === null ? defaultKeys : { ...current, ...change };
  kept.write(place, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function read(): KeyMap {
  try {
    const chosen = JSON.parse(kept.read(place) ?? '{}') as Record<string, unknown>;
    const own = commands.flatMap((command) => {
      const combo = chosen[command];
      return typeof combo === 'string' ? [[command, combo] as const] : [];
    });
    return { ...defaultKeys, ...Object.fromEntries(own) };
  } catch {
    return defaultKeys;
  }
}
