/**
 * What the browser keeps for a page. In a frame of another site browsers may allow nothing to be kept: then it is as if nothing
 * had been, and what is written is lost.
 */
export function storageOf(kind: 'localStorage' | 'sessionStorage') {
  return {
    read: (key: string): string | null => attempt(() => window[kind].getItem(key)) ?? null,
    write: (key: string, value: string): void => void attempt(() => window[kind].setItem(key, value)),
    remove: (key: string): void => void attempt(() => window[kind].removeItem(key)),
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
