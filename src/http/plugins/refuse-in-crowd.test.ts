import { expect, test } from 'vitest';
import { startHttpApp } from '../../../test/support/http-app.ts';
import { AppError } from '../../core/errors.ts';

test('R85: in a crowd searches, questions and tasks are refused before it is looked at who asks; anything else is served', async () => {
  let looked = 0;
  const app = await startHttpApp({
    knock: () => {
      throw new AppError('TOO_BUSY');
    },
    authenticate: async () => {
      looked += 1;
      throw new AppError('TOKEN_INVALID');
    },
  });
  try {
    for (const path of ['search', 'ask', 'tasks']) {
      const reply = await fetch(`${app.address}/v1/${path}`, { method: 'POST' });
      expect([path, reply.status, await reply.json()]).toEqual([
        path,
        429,
        expect.objectContaining({ code: 'TOO_BUSY' }),
      ]);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(looked).toBe(0);
    expect((await fetch(`${app.address}/v1/documents`)).status).toBe(401);
    expect(looked).toBe(1);
  } finally {
    await app.close();
  }
});
