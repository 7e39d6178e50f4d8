import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Page, servePage } from './serve-page.ts';

const workplace = 'https://espace.example';
let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  app = fastify();
  const pages: readonly Page[] = [
    { prefix: '/', folder, embeds: true },
    { prefix: '/sidebar/', folder, embeddedIn: [workplace] },
    { prefix: '/console/', folder },
  ];
  for (const page of pages) await servePage(app, page);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const headersOf = async (url: string, origin?: string) => {
  const { statusCode, headers } = await app.inject({ url, headers: origin === undefined ? {} : { origin } });
  expect(statusCode, url).toBe(200);
  return headers;
};

it('R41: nobody holds a page in a frame but whom it names, and none loads from elsewhere', async () => {
  const policies = await Promise.all(
    ['/', '/console/', '/sidebar/'].map(async (url) =>
      String((await headersOf(url))['content-security-policy']),
    ),
  );
  for (const policy of policies) expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(policies.map((policy) => /frame-ancestors (.*)$/.exec(policy)?.[1]?.split(';')[0])).toEqual([
    "'none'",
    "'none'",
    workplace,
  ]);
  expect(policies.map((policy) => policy.includes("frame-src 'self'"))).toEqual([true, false, false]);
});

it('R41: scripts are given to the origins that are named, to the letter, and never with credentials', async () => {
  const allowed = async (origin: string) =>
    (await headersOf('/sidebar/index.html', origin))['access-control-allow-origin'];
  expect(await allowed(workplace)).toBe(workplace);
  for (const other of ['https://espace.example.evil', 'http://espace.example', 'null', "'self'"])
    expect(await allowed(other)).toBeUndefined();
  const headers = await headersOf('/sidebar/index.html', workplace);
  expect([headers.vary, headers['access-control-allow-credentials']]).toEqual(['origin', undefined]);
  expect((await headersOf('/console/index.html', workplace))['access-control-allow-origin']).toBeUndefined();
});
