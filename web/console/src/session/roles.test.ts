import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../shared/api/problem.ts';
import { readStanding } from './roles.ts';

const { signal } = new AbortController();

/** A server that serves these addresses, and answers others with this code. */
const serving = (addresses: readonly string[], code = 'NOT_FOUND') => ({
  get: async <Reply>(path: string) => {
    if (!addresses.some((address) => `${path}$`.startsWith(address)))
      throw new ProblemError({ code, title: '' });
    return { records: [{ organisation: 'bellerive' }], spaces: [{ id: 'rh' }, { id: 'mairie' }] } as Reply;
  },
  send: () => Promise.reject(new Error('nothing is changed')),
});

/** What is there for everybody. */
const everybody = ['/v1/spaces$'];

describe('roles of who looks at the console', () => {
  it('are those whose addresses are there', async () => {
    const server = serving([...everybody, '/v1/admin/audit', '/v1/admin/roles']);
    const { roles, organisation } = await readStanding(server, signal);
    expect([...roles]).toEqual(['auditor', 'owner']);
    expect(organisation).toBe('bellerive');
  });

  it('are none where everything is missing', async () => {
    expect(await readStanding(serving(everybody), signal)).toEqual({ roles: new Set(), organisation: null });
  });

  it('are those of an animator where one of their spaces has a panel for them', async () => {
    const { roles } = await readStanding(serving([...everybody, '/v1/spaces/mairie/assistant']), signal);
    expect([...roles]).toEqual(['animator']);
  });

  it('are not guessed at when the server fails', async () => {
    await expect(readStanding(serving(everybody, 'STORE_UNAVAILABLE'), signal)).rejects.toThrow(
      'STORE_UNAVAILABLE',
    );
  });
});
