import { tunables } from '../../config/tunables.ts';

/**
 * Changes one number of the tunables for this process, given as `bm25.fieldWeights.title=2`. Must run before the
 * modules that read it are loaded.
 * @throws Error when there is no such number
 */
export function overrideTunable(assignment: string): void {
  const [path = '', value = ''] = assignment.split('=');
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder: unknown = tunables;
  for (const key of keys) holder = isRecord(holder) ? holder[key] : undefined;
  if (!isRecord(holder) || typeof holder[last] !== 'number' || !Number.isFinite(Number(value)))
    throw new Error(`no number named ${path} in the tunables, or no number after it`);
  holder[last] = Number(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
