import { expect, it } from 'vitest';
import { presentUsage, usageAsCsv } from './present-budget.ts';

const row = {
  day: '2026-11-26',
  provider: 'albert',
  model: '=HYPERLINK("https://exemple.fr")',
  space: null,
  user: null,
  requests: 2,
  promptTokens: 10,
  completionTokens: 5,
  microEuros: 1_500,
  energyWh: null,
  estimated: 0,
};

it('shows euros, and nothing where nobody knows', () => {
  expect(presentUsage(row)).toMatchObject({ costEuro: 0.0015, energyWh: null });
  expect(presentUsage({ ...row, microEuros: null }).costEuro).toBeNull();
});

it('R43: a name that a spreadsheet would take for a formula is text in the file', () => {
  const [header, line] = usageAsCsv([row]).split('\r\n');
  expect(header).toMatch(/^day,provider,model,/);
  expect(line).toBe(`2026-11-26,albert,"'=HYPERLINK(""https://exemple.fr"")",,,2,10,5,0.0015,,0`);
});
