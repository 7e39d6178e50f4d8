import { createHash } from 'node:crypto';
import pg from 'pg';

const names = new Map<string, string>();

/**
 * A client that prepares the statements that resolve rights. They are few, their text never holds a value, and planning
 * them costs about as much as running them (gate of 40 passages: 8.1 ms planned each time, 5.2 ms prepared).
 */
export class RightsPreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the many overloads of pg's own method stay as they are
  override query(this: pg.Client, ...args: any[]): any {
    const [text, values] = args as [unknown, unknown];
    const isPrepared =
      typeof text === 'string' && Array.isArray(values) && text.trimStart().startsWith('with recursive');
    const query = pg.Client.prototype.query as (...given: unknown[]) => unknown;
    return isPrepared ? query.call(this, { name: nameOf(text), text, values }) : query.apply(this, args);
  }
}

function nameOf(text: string): string {
  const known = names.get(text) ?? `rights-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, known);
  return known;
}
