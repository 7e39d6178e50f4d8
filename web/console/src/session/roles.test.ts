import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../shared/api/problem.ts';
import { readStanding } from './roles.ts';

const { signal } = new AbortController();

/** A server that serves these addresses, and answers others with this code. */
const serving = (addresses: readonly string[], code = 'NOT_FOUND') => ({
  get: async <Reply>(path: string) => {
    if (!addresses.some((address) => path.startsWith(address))) throw new ProblemError({ code, title: '' });
    return { records: [{ organisation: 'bellerive' }] } as Reply;
  },
});

describe('roles of who looks at the console', () => {
  it('are those whose addresses are there', async () => {
    const server = serving(['/v1/admin/audit', '/v1/admin/roles']);
    const { roles, organisation } = await readStanding(server, signal);
    expect([...roles]).toEqual(['auditor', 'owner']);
    expect(organisation).toBe('bellerive');
  });

  it('are none where everything is missing', async () => {
    expect(await readStanding(serving([]), signal)).toEqual({ roles: new Set(), organisation: null });
  });

  it('are not guessed at when the server fails', async () => {
    await expect(readStanding(serving([], 'STORE_UNAVAILABLE'), signal)).rejects.toThrow('STORE_UNAVAILABLE');
  });
});
