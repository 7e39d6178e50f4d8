import { expect, test } from 'vitest';
import { createPrometheusMetrics } from '../../../src/adapters/prometheus/metrics.ts';
import type { Standing } from '../../../src/ports/metrics.ts';
import { metricsIn, metricsServed, readAlerts, readExpressions, readPanels } from '../../support/metrics.ts';

test('every expression of the dashboard and the alert rules is one, and names metrics that are served', async () => {
  expect(metricsIn('rate(sourcier_jobs[')).toBeNull();
  const nothing = { waiting: 0, active: 0, failed: 0 };
  const standing: Standing = {
    documents: {},
    vectors: {
      serving: { whole: 0, missing: 0, tooSensitive: 0 },
      building: { whole: 0, missing: 0, tooSensitive: 0 },
    },
    queues: {
      fetch: nothing,
      'fetch-backlog': nothing,
      ingest: nothing,
      'ingest-backlog': nothing,
      background: nothing,
      embed: nothing,
      index: nothing,
      rights: nothing,
    },
    assistantsOff: 0,
    privateDocuments: 0,
    monitoring: {
      unread: [],
      oldestWaitingSeconds: null,
      outbox: [],
      month: { microEuros: 0, promptTokens: 0, completionTokens: 0 },
    },
  };
  const { text } = await createPrometheusMetrics().render(standing, null);
  const served = metricsServed(text);
  const expressions = await readExpressions();
  expect(expressions.length).toBeGreaterThan(30);
  for (const expression of expressions) {
    const names = metricsIn(expression);
    expect([expression, names?.length]).not.toEqual([expression, 0]);
    expect([expression, names?.filter((name) => !served.has(name))]).toEqual([expression, []]);
  }
});

test('alerts and panels have names of their own, and panels places of their own', async () => {
  const [alerts, panels] = await Promise.all([readAlerts(), readPanels()]);
  const alone = (keys: readonly string[]) => new Set(keys).size === keys.length;
  expect(alone(alerts.map(({ alert }) => alert))).toBe(true);
  expect(alone(panels.map(({ title }) => title))).toBe(true);
  expect(alone(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`))).toBe(true);
});
