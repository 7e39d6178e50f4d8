import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receiveDeliveries } from '../../../src/adapters/contract-probe/delivery-receiver.ts';
import { createHttpProbe } from '../../../src/adapters/contract-probe/http-probe.ts';
import { judgeDeliveries } from '../../../src/core/contract/check/check-deliveries.ts';
import type { CheckResult } from '../../../src/core/contract/check/report.ts';
import { runChecks } from '../../../src/core/contract/check/run-checks.ts';
import { type CheckName, checkTexts } from '../../../src/core/contract/check/texts.ts';
import { type Fault, faults } from '../../simulator/faults.ts';
import type { Organisation } from '../../simulator/organisation.ts';
import { pushOnce, pushUntilTaken } from '../../simulator/push.ts';
import { playScript } from '../../simulator/scripted-history.ts';
import { openWorkplace, type Workplace } from '../../simulator/workplace.ts';
import { runCli } from '../../support/sourcier-process.ts';

/** What each fault must be told by; faults of the content are of no listing, and so on. */
const tellsOf: Readonly<Record<Fault, CheckName>> = {
  'no-token-needed': 'authentication',
  'any-token': 'authentication',
  'page-without-end': 'pages',
  'page-cut': 'pages',
  'endless-cursor': 'pages',
  'any-cursor': 'cursor-unknown',
  'page-gap': 'page-sizes',
  'unstable-listing': 'cursor-stable',
  'duplicate-item': 'sequences',
  'json-type': 'pages',
  'all-spaces': 'space-filter',
  'no-acl': 'rights',
  'other-tenant': 'tenant',
  'bad-sequence': 'sequences',
  'stale-item': 'item',
  'any-item': 'item-unknown',
  'encrypted-with-dataref': 'encrypted',
  'directory-without-groups': 'directory',
  'directory-misspelt': 'schemas',
  'archived-as-made': 'directory',
  'wrong-digest': 'digest',
  'content-slow': 'content',
  'content-cut': 'content',
  'content-failing': 'content',
  'content-other': 'content',
  'content-larger': 'content',
  'content-redirect': 'content',
  'lease-for-ever': 'queue-lease',
  'ack-forgotten': 'queue-ack',
};

async function collect(results: AsyncIterable<CheckResult>): Promise<CheckResult[]> {
  const all: CheckResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe('the conformance kit', () => {
  let workplace: Workplace;
  let organisation: Organisation;
  beforeAll(async () => {
    workplace = await openWorkplace(['130025265', 'pushing']);
    organisation = workplace.organisation('130025265');
    await playScript(organisation);
    await playScript(workplace.organisation('pushing'));
  });
  afterEach(() => organisation.behave());
  afterAll(() => workplace?.close());

  const check = async (options: { readonly queue?: boolean } = {}): Promise<CheckResult[]> => {
    organisation.offer({ queue: options.queue ?? false });
    const probe = createHttpProbe(organisation.exportUrl, organisation.exportToken, {
      requestTimeoutMs: 3_000,
    });
    // A check sleeps for leases to end alone.
    const sleep = () => organisation.expireLeases();
    const given = { probe, tenant: '130025265', mayConsumeQueue: true, sleep };
    return collect(runChecks(given));
  };
  const named = (results: readonly CheckResult[], outcome: CheckResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).map((result) => result.check);

  it('passes a workplace that keeps the contract, on the command line', async () => {
    organisation.offer({ queue: true });
    const { exportUrl, exportToken } = organisation;
    const given = ['contract', 'check', exportUrl, '--token', exportToken, '--tenant', '130025265'];
    const { exitCode, stdout } = await runCli('/nowhere', [...given, '--json']);
    const { passed, checks } = JSON.parse(stdout) as {
      passed: boolean;
      checks: { name: string; outcome: string }[];
    };
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([
      expect.objectContaining({ name: 'queue-ack', outcome: 'skipped', reason: 'not-asked' }),
    ]);
    expect({ exitCode, passed }).toEqual({ exitCode: 0, passed: true });
  });

  it('passes it also with pre-signed addresses, and without a queue', async () => {
    organisation.giveDatarefs('presigned');
    const results = await check();
    organisation.giveDatarefs('export');
    expect(named(results, 'failed')).toEqual([]);
    expect(named(results, 'skipped')).toEqual(['queue-lease', 'queue-ack']);
  });

  it('passes one that is no directory', async () => {
    organisation.offer({ directory: false });
    const results = await check();
    organisation.offer({ directory: true });
    expect(named(results, 'failed')).toEqual([]);
    expect(named(results, 'skipped')).toEqual(['directory', 'queue-lease', 'queue-ack']);
  });

  it.each(faults)('fails a workplace with the fault %s, by the check for it', {
    timeout: 120_000,
  }, async (fault) => {
    // Each slow answer is waited for to its end.
    organisation.misbehave(fault, fault === 'content-slow' ? { times: 1 } : {});
    const expected = tellsOf[fault];
    const results = await check({ queue: expected.startsWith('queue') });
    expect(named(results, 'failed')).toContain(expected);
    const told = results.find((result) => result.check === expected);
    expect(told?.outcome === 'failed' && told.problems.length).toBeGreaterThan(0);
  });

  it('has a fault for each check of the export', async () => {
    const ofTheExport = Object.keys(checkTexts).filter((name) => !name.startsWith('push'));
    expect([...new Set(Object.values(tellsOf))].toSorted()).toEqual(ofTheExport.toSorted());
  });

  it('tells in French where a page was cut short and what to do, and ends with 1', async () => {
    organisation.offer({ queue: false });
    organisation.misbehave('page-without-end');
    const { exportUrl, exportToken } = organisation;
    const given = ['contract', 'check', exportUrl, '--token', exportToken];
    const { exitCode, stdout } = await runCli('/nowhere', given, { SOURCIER_LANGUAGE: 'fr' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '✗ Pages NDJSON complètes [pages]\n    items page 1: the last line is not {"next": …}',
    );
    expect(stdout).toContain('→ Servez items et directory en application/x-ndjson');
  });

  it.each([
    [[]],
    [['ftp://example.org', '--token', 'x']],
    [['http://example.org']],
  ])('ends with 64 for a command that is written wrongly: %j', async (given) => {
    expect((await runCli('/nowhere', ['contract', 'check', ...given])).exitCode).toBe(64);
  });

  it('a server that answers nothing fails, and is not waited for', async () => {
    const probe = createHttpProbe('http://127.0.0.1:9/export', 'x', { requestTimeoutMs: 1_000 });
    const results = await collect(runChecks({ probe, tenant: null, mayConsumeQueue: false, sleep }));
    expect(named(results, 'passed')).toEqual([]);
    expect(named(results, 'failed')).toEqual(
      expect.arrayContaining(['authentication', 'pages', 'item-unknown']),
    );
  });

  describe('for deliveries', () => {
    const received = async (send: (target: Parameters<typeof pushOnce>[0]) => Promise<unknown>) => {
      const receiver = await receiveDeliveries({ host: '127.0.0.1', port: 0 });
      const { secret } = workplace.organisation('pushing');
      try {
        const address = receiver.address.replace(/\/v1\/events$/, '');
        await send({ address, organisation: 'o', source: 's', secret });
        return receiver.deliveries;
      } finally {
        await receiver.close();
      }
    };
    const judge = (deliveries: Parameters<typeof judgeDeliveries>[0], secret?: string | null) =>
      judgeDeliveries(deliveries, {
        tenant: 'pushing',
        secret: secret === undefined ? workplace.organisation('pushing').secret : secret,
      });

    it('passes those of a workplace that signs, numbers and repeats rightly', async () => {
      const pushing = workplace.organisation('pushing');
      const deliveries = await received((target) => pushing.deliver(target, { batch: 10 }));
      expect(deliveries.length).toBeGreaterThan(3);
      expect(named(judge(deliveries), 'passed')).toEqual([
        'push-signature',
        'push-events',
        'push-tenant',
        'push-sequences',
        'push-retry',
      ]);
    });

    it.each([
      'wrong-secret',
      'no-signature',
      'altered-after-signing',
      'old',
      'of-the-future',
    ] as const)('fails a delivery that is %s', async (forgery) => {
      const [event] = await workplace.organisation('pushing').history();
      const deliveries = await received((target) => pushOnce(target, [event as never], { forgery }));
      expect(named(judge(deliveries), 'failed')).toContain('push-signature');
    });

    it('fails what is not repeated after 503, of another tenant, misspelt, or numbered twice', async () => {
      const [event] = (await workplace.organisation('pushing').history()).filter(({ type }) =>
        type.includes('document.upserted'),
      );
      if (!event) throw new Error('no event');
      const failedBy = async (...events: unknown[]) =>
        named(judge(await received((target) => pushUntilTaken(target, events as never))), 'failed');
      expect(named(judge(await received((target) => pushOnce(target, event))), 'failed')).toEqual([
        'push-retry',
      ]);
      expect(await failedBy(event)).toEqual([]);
      expect(await failedBy({ ...event, data: { ...event.data, tenant: 'another' } })).toEqual([
        'push-tenant',
      ]);
      expect(await failedBy({ ...event, data: { ...event.data, restrictTo: [] } })).toEqual(['push-events']);
      expect(await failedBy(event, { ...event, id: 'another' })).toEqual(['push-sequences']);
      expect(await failedBy(event, { ...event, sequence: '999' })).toEqual(['push-sequences']);
    });

    it('skips what it cannot know', async () => {
      expect(named(judge([]), 'skipped')).toHaveLength(5);
      const [event] = await workplace.organisation('pushing').history();
      const deliveries = await received((target) => pushUntilTaken(target, event as never));
      expect(named(judge(deliveries, null), 'skipped')).toEqual(['push-signature']);
    });

    it('listens on the command line for as long as it is told', async () => {
      const { secret } = workplace.organisation('pushing');
      const given = ['contract', 'check', '--listen', '0', '--seconds', '1', '--secret', secret, '--json'];
      const { exitCode, stdout, stderr } = await runCli('/nowhere', given);
      expect(stderr).toContain('/v1/events (1 s)');
      expect(JSON.parse(stdout).checks).toHaveLength(5);
      expect(exitCode).toBe(0);
    });
  });
});
