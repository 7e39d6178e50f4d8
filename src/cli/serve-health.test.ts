import { afterEach, expect, test } from 'vitest';
import { type HealthReport, serveHealth } from './serve-health.ts';

const place = { host: '127.0.0.1', port: 0 };
let close = async () => {};
afterEach(() => close());

async function open(report: Partial<HealthReport> = {}) {
  const server = await serveHealth(place, {
    findTroubles: async () => [],
    readMetrics: async () => ({ contentType: 'text/plain', text: 'sourcier_jobs 1\n' }),
    ...report,
  });
  close = server.close;
  return server.address;
}

test('a process that serves no API tells what it counts', async () => {
  const reply = await fetch(`${await open()}/metrics`);
  expect([reply.status, reply.headers.get('content-type'), await reply.text()]).toEqual([
    200,
    'text/plain',
    'sourcier_jobs 1\n',
  ]);
});

test('what it cannot count is no end of it', async () => {
  const address = await open({
    findTroubles: async () => ['database'],
    readMetrics: () => Promise.reject(new Error('away')),
  });
  expect((await fetch(`${address}/metrics`)).status).toBe(503);
  const ready = await fetch(`${address}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'unavailable', troubles: ['database'] },
  ]);
  expect((await fetch(`${address}/health/live`)).status).toBe(200);
  expect((await fetch(`${address}/metrics`, { method: 'POST' })).status).toBe(405);
});

test('a port that is taken says what to do', async () => {
  const { port } = new URL(await open());
  await expect(serveHealth({ ...place, port: Number(port) }, {} as HealthReport)).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
    detail: `PORT ${port}: already in use; stop the other program or choose another PORT.`,
  });
});
