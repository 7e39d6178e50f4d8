import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = join(import.meta.dirname, '..', '..', 'deploy', 'observability');

const rules = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Sourcier\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string(), action: z.string() }),
        }),
      ),
    }),
  ),
});
const dashboard = z.object({
  schemaVersion: z.int(),
  panels: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      type: z.string(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string() })).min(1),
    }),
  ),
});

/** The alert rules, as Prometheus takes them. */
export const readAlerts = async () =>
  rules
    .parse(parse(await readFile(join(folder, 'alerts.yaml'), 'utf8')))
    .groups.flatMap((group) => group.rules);
/** Panels of the dashboard, as Grafana takes them. */
export const readPanels = async () =>
  dashboard.parse(JSON.parse(await readFile(join(folder, 'dashboard.json'), 'utf8'))).panels;

/** All expressions of both. */
export async function readExpressions(): Promise<string[]> {
  const [alerts, panels] = await Promise.all([readAlerts(), readPanels()]);
  return [...alerts, ...panels.flatMap(({ targets }) => targets)].map(({ expr }) => expr);
}

/** The names of metrics in an expression; `null` when it is none that Prometheus would take. */
export function metricsIn(expression: string): string[] | null {
  // Grafana puts a duration in its place.
  const text = expression.replaceAll('$__rate_interval', '5m');
  const names: string[] = [];
  let isValid = true;
  parser.parse(text).iterate({
    enter: ({ type, name, from, to }) => {
      if (type.isError) isValid = false;
      if (name === 'Identifier') names.push(text.slice(from, to));
    },
  });
  return isValid ? names : null;
}

/** The names that a scrape serves, with those that Prometheus makes of a histogram and of the scrape itself. */
export function metricsServed(scrape: string): ReadonlySet<string> {
  const served = new Set(['up']);
  for (const [, name = '', type] of scrape.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    served.add(name);
    if (type === 'histogram') for (const part of ['bucket', 'count', 'sum']) served.add(`${name}_${part}`);
  }
  return served;
}
