import { useEffect, useState } from 'react';

/**
 * Reads something that the page can do without, once for each `read`, which the caller keeps: `fallback` until it is there, and
 * when it cannot be read.
 */
export function useLoaded<T>(read: (signal: AbortSignal) => Promise<T>, fallback: T): T {
  const [value, setValue] = useState(fallback);
  useEffect(() => {
    const controller = new AbortController();
    read(controller.signal).then(setValue, () => undefined);
    return () => controller.abort();
  }, [read]);
  return value;
}
