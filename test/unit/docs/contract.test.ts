import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { checkTexts } from '../../../src/core/contract/check/texts.ts';
import { contractSchemas } from '../../../src/core/contract/describe/schemas.ts';
import { digestOf, digestReply } from '../../../src/core/contract/digest.ts';
import { workplaceEvent, workplaceEvents } from '../../../src/core/contract/events.ts';
import { leasedEvents, pageEnd } from '../../../src/core/contract/export-page.ts';
import { receiptEvent, receiptEvents } from '../../../src/core/contract/receipts.ts';
import { isSigned } from '../../../src/core/workplace/webhook-signature.ts';
import { naiveMayRead } from '../../support/naive-rights.ts';

const docs = join(import.meta.dirname, '..', '..', '..', 'docs');

/** All pages of the contract in one language. */
const read = (language: string) =>
  ['contract', 'contract-events', 'contract-delivery', 'contract-rights', 'contract-export']
    .map((name) => readFileSync(join(docs, `${name}.${language}.md`), 'utf8'))
    .join('\n');

/** The examples of a page: each JSON block, and each line of an NDJSON block. */
function examplesOf(page: string): Record<string, unknown>[] {
  return [...page.matchAll(/```(json|ndjson)\n([\s\S]*?)```/g)].flatMap(([, kind, text = '']) =>
    kind === 'json'
      ? [JSON.parse(text)]
      : text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
  );
}

const schemaNamed = (name: string): z.ZodType => {
  const found = contractSchemas.find(({ type }) => type === name);
  if (!found) throw new Error(`no schema ${name}`);
  return found.schema;
};

/** By what it has, the schema that an example must fit. */
function schemaFor(example: Record<string, unknown>): z.ZodType {
  if (String(example.type).startsWith('fr.workplace.')) return workplaceEvent;
  if (String(example.type).startsWith('fr.sourcier.')) return receiptEvent;
  if ('next' in example) return pageEnd;
  if ('maxSequence' in example) return digestReply;
  if ('lease' in example) return 'events' in example ? leasedEvents : schemaNamed('acknowledgement');
  if ('results' in example) return schemaNamed('event-results');
  throw new Error(`an example of nothing: ${JSON.stringify(example).slice(0, 80)}`);
}

const isStatus = (example: Record<string, unknown>) => 'indexedVersion' in example;
const principals = (cell: string) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one.replace('grp:', 'group:'));

describe.each(['en', 'fr'])('the page of the contract (%s)', (language) => {
  const page = read(language);
  const examples = examplesOf(page);

  it('has only examples that fit the schemas, and one of each event and receipt', () => {
    for (const example of examples.filter((one) => !isStatus(one)))
      expect({ example, problems: schemaFor(example).safeParse(example).error?.issues ?? [] }).toEqual({
        example,
        problems: [],
      });
    for (const { shape } of [...workplaceEvents, ...receiptEvents])
      expect(examples.map(({ type }) => type)).toContain(shape.type.value);
  });

  it('names each event, each outcome, each check and each address', () => {
    const names = [
      ...workplaceEvents.map(({ shape }) => shape.type.value),
      ...Object.keys(checkTexts),
      ...['applied', 'duplicate', 'stale', 'rejected', 'EVENT_INVALID', 'SIGNATURE_INVALID'],
    ];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const remedies = Object.entries(checkTexts).map(
      ([name, { remedy }]) => `| \`${name}\` | ${remedy[language as 'en' | 'fr']} |`,
    );
    expect(remedies.filter((row) => !page.includes(row))).toEqual([]);
  });

  it('has an example of a signature that is right, for our code and for the package of the standard', () => {
    const cell = (name: string) =>
      new RegExp(`^\\| ${name.replace('(', '\\(').replace(')', '\\)')} \\| \`(.+)\` \\|$`, 'm').exec(
        page,
      )?.[1] ?? '';
    const body = cell(language === 'en' ? 'body (UTF-8)' : 'corps (UTF-8)');
    const headers = {
      id: cell('`webhook-id`'),
      timestamp: cell('`webhook-timestamp`'),
      signature: cell('`webhook-signature`'),
    };
    const now = new Date(Number(headers.timestamp) * 1_000);
    expect(isSigned([cell('secret')], headers, Buffer.from(body), { now, toleranceMs: 0 })).toBe(true);
    vi.useFakeTimers({ now });
    try {
      const signed = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`webhook-${name}`, value]),
      );
      expect(new Webhook(cell('secret')).verify(body, signed)).toEqual(JSON.parse(body));
    } finally {
      vi.useRealTimers();
    }
  });

  it('has an example of a digest that is right', () => {
    const [reply] = examples.filter((example) => 'maxSequence' in example);
    const [, first, second] = /`9f3c` \((\d+, \d+)\).+`coffre` \((\d+, \d+)\)/s.exec(page) ?? [];
    const item = (id: string, versions = '') => {
      const [contentVersion = 0, aclVersion = 0] = versions.split(', ').map(Number);
      return { id, contentVersion, aclVersion };
    };
    const digest = digestOf([item('9f3c', first), item('coffre', second)]);
    expect(digestReply.parse(reply).spaces).toEqual([{ space: '42', count: 2, digest }]);
  });

  it('R01: tells in its table of rights who reads, as the rule does', () => {
    const rows = [...page.matchAll(/^\| (.+) \| (.+) \| (.+) \| (.+) \| (yes|no|oui|non) \|$/gm)];
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const [row, allow = '', restrictedTo = '', deny = '', reader = '', said = ''] of rows) {
      const rule = {
        allow: principals(allow),
        restrictedTo: principals(restrictedTo),
        deny: principals(deny),
      };
      const reads = naiveMayRead(rule, new Set(principals(reader)));
      expect({ row, reads }).toEqual({ row, reads: ['yes', 'oui'].includes(said) });
    }
  });
});

it('both pages of the contract have the same examples', () => {
  expect(examplesOf(read('fr'))).toEqual(examplesOf(read('en')));
});
