import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestReply } from '../../../src/core/contract/digest.ts';
import { workplaceEvent, workplaceEvents } from '../../../src/core/contract/events.ts';
import { disorder } from '../../simulator/disorder.ts';
import type { Organisation } from '../../simulator/organisation.ts';
import { playHistory, randomHistory } from '../../simulator/random-history.ts';
import { replay } from '../../simulator/replay.ts';
import { playScript } from '../../simulator/scripted-history.ts';
import { openWorkplace, type Workplace } from '../../simulator/workplace.ts';

/** Random histories. A longer look: `SIMULATOR_RUNS=60`. */
const runs = Number(process.env['SIMULATOR_RUNS'] ?? 20);
const tenants = ['script', 'files', ...Array.from({ length: runs }, (_one, at) => `random${at}`)];

describe('the workplace simulator', () => {
  let workplace: Workplace;
  let script: Organisation;
  beforeAll(async () => {
    workplace = await openWorkplace(tenants);
    script = workplace.organisation('script');
    await playScript(script);
  });
  afterAll(() => workplace?.close());

  const read = async (organisation: Organisation, path: string) => {
    const headers = { authorization: `Bearer ${organisation.exportToken}` };
    const response = await fetch(`${organisation.exportUrl}/${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const list = async (organisation: Organisation, path: string) => {
    const events: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { text } = await read(
        organisation,
        `${path}&${cursor && `cursor=${encodeURIComponent(cursor)}`}`,
      );
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      cursor = lines.pop().next;
      events.push(...lines.map((line) => workplaceEvent.parse(line)));
    }
    return events;
  };

  it('writes each kind of event that needs a change, all of them by the schemas, with growing sequences', async () => {
    const events = (await script.history()).map((event) => workplaceEvent.parse(event));
    const written = new Set(events.map(({ type }) => type));
    // A snapshot is what the directory gives; a heartbeat is of a moment.
    const others = workplaceEvents
      .map(({ shape }) => shape.type.value)
      .filter((type) => !/snapshot|heartbeat/.test(type));
    expect([...written].toSorted()).toEqual(others.toSorted());
    const sequences = events.map((event) => Number('sequence' in event ? event.sequence : Number.NaN));
    expect(sequences).toEqual(Array.from(events.keys(), (at) => at + 1));
    expect(workplaceEvent.safeParse(await script.heartbeat()).success).toBe(true);
  });

  it('tells the truth: who may find what after the scripted year', async () => {
    const { mayFind, mayOpen } = await script.truth();
    expect(Object.fromEntries(mayFind)).toEqual({
      conges: ['alice'],
      deliberation: ['alice', 'bruno', 'chloe'],
      personnel: ['bruno'],
      salaires: ['alice'],
      'plans/voyage:2026+1': ['alice'],
    });
    expect(mayOpen.get('chiffre')).toEqual(['alice']);
    expect(mayOpen.get('exclu')).toEqual(['alice']);
    expect(mayOpen.get('bilan')).toEqual(['chloe']);
    const exported = [...(await list(script, 'directory?limit=7')), ...(await list(script, 'items?limit=3'))];
    expect(Object.fromEntries(replay(exported, 'script').mayFind)).toEqual(Object.fromEntries(mayFind));
  });

  it('R78: the contract tells the same whatever is repeated and in whatever order it comes, and that is the truth', {
    timeout: 300_000,
  }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(randomHistory({ maxLength: 50 }), fc.integer(), async (actions, seed) => {
        const organisation = workplace.organisation(tenants[2 + (run % runs)] ?? '');
        run += 1;
        await playHistory(organisation, actions);
        const history = await organisation.history();
        const { mayFind } = await organisation.truth();
        const told = replay(disorder(history, { seed, copies: 3 }), organisation.tenant);
        expect(Object.fromEntries(told.mayFind)).toEqual(Object.fromEntries(mayFind));
        const { spaces } = digestReply.parse(JSON.parse((await read(organisation, 'digest')).text));
        expect(told.digests.toSorted(bySpace)).toEqual(spaces.toSorted(bySpace));
        // Who knows nothing and reads the exports knows as much, and old events change nothing of it.
        const exported = [
          ...(await list(organisation, 'directory?limit=7')),
          ...(await list(organisation, 'items?limit=2')),
        ];
        const fromExports = replay(exported, organisation.tenant);
        expect(Object.fromEntries(fromExports.mayFind)).toEqual(Object.fromEntries(mayFind));
        const both = replay(disorder([...history, ...exported], { seed }), organisation.tenant);
        expect(Object.fromEntries(both.mayFind)).toEqual(Object.fromEntries(mayFind));
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });

  it('gives the bytes with the token of the export, or pre-signed by a real S3 server until their time is over', async () => {
    const files = workplace.organisation('files');
    await files.createSpace('1');
    await files.putDocument({ id: 'note', space: '1', content: 'Des octets.' });
    const datarefOf = async () => {
      const { text } = await read(files, 'items/note');
      return JSON.parse(text).dataref as string;
    };
    const headers = { authorization: `Bearer ${files.exportToken}` };
    const exported = await datarefOf();
    expect(await (await fetch(exported, { headers })).text()).toBe('Des octets.');
    expect((await fetch(exported)).status).toBe(401);
    files.expireDatarefs();
    expect((await fetch(exported, { headers })).status).toBe(403);
    expect((await fetch(await datarefOf(), { headers })).status).toBe(200);

    files.giveDatarefs('presigned', 3);
    const presigned = await datarefOf();
    expect(new URL(presigned).origin).toBe(files.contentHosts[0]);
    expect(await (await fetch(presigned)).text()).toBe('Des octets.');
    await expect
      .poll(async () => (await fetch(presigned)).status, { timeout: 15_000, interval: 250 })
      .toBe(403);
  });

  it('lends its queue: again when the lease is over, not when it was acknowledged', async () => {
    const files = workplace.organisation('files');
    const lend = async (seconds: number) =>
      JSON.parse((await read(files, `queue?lease=${seconds}&limit=2`)).text);
    const first = await lend(1);
    expect(first.events).toHaveLength(2);
    expect((await lend(1)).events.map(idOf)).not.toEqual(first.events.map(idOf));
    await new Promise((done) => setTimeout(done, 1_100));
    const again = await lend(60);
    expect(again.events.map(idOf)).toEqual(first.events.map(idOf));
    const acknowledged = await fetch(`${files.exportUrl}/ack`, {
      method: 'POST',
      headers: { authorization: `Bearer ${files.exportToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        lease: again.lease,
        results: again.events.map((event: object) => ({ ...event, outcome: 'applied' })),
      }),
    });
    expect(acknowledged.status).toBe(204);
    await new Promise((done) => setTimeout(done, 1_100));
    expect((await lend(1)).events.map(idOf)).not.toContain(idOf(first.events[0]));
  });

  it('takes receipts that are rightly signed, once each, and no others', async () => {
    const receipt = {
      specversion: '1.0',
      id: 'r1',
      source: '//sourcier',
      type: 'fr.sourcier.document.indexed.v1',
      subject: 'doc/note',
      time: '2026-11-26T10:00:00Z',
      data: { tenant: 'files', contentVersion: 1, reason: null },
    };
    const body = JSON.stringify(receipt);
    const files = workplace.organisation('files');
    const send = (secret: string) => {
      const moment = new Date();
      return fetch(files.receiptsUrl, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/cloudevents+json',
          'webhook-id': 'm1',
          'webhook-timestamp': String(Math.floor(moment.getTime() / 1_000)),
          'webhook-signature': new Webhook(secret).sign('m1', moment, body),
        },
      });
    };
    expect((await send(script.secret)).status).toBe(401);
    expect((await send(files.secret)).status).toBe(202);
    expect((await send(files.secret)).status).toBe(202);
    expect(files.receipts.received.map(({ id }) => id)).toEqual(['r1']);
    files.receipts.answer(503, { retryAfter: '1' });
    expect((await send(files.secret)).headers.get('retry-after')).toBe('1');
    expect(files.receipts.deliveries.get('m1')).toBe(4);
  });

  it('the size and hash that it says are those of the bytes', async () => {
    const [event] = (await script.history()).filter(({ subject }) => subject === 'doc/deliberation');
    const headers = { authorization: `Bearer ${script.exportToken}` };
    const bytes = await (await fetch(String(event?.dataref), { headers })).bytes();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(event?.data.sha256);
    expect(bytes.length).toBe(event?.data.size);
  });
});

const bySpace = (one: { space: string }, other: { space: string }) => one.space.localeCompare(other.space);
const idOf = (event: { readonly id: string }) => event.id;
