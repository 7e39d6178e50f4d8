import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { workplaceEvent, workplaceEvents } from '../events.ts';
import { asyncApi } from './asyncapi.ts';
import { contractSchemas, jsonSchemaOf } from './schemas.ts';

const addFormats = formats as unknown as (ajv: object) => void;

const upserted = {
  specversion: '1.0',
  id: '1',
  source: '//travail/org/1',
  type: 'fr.workplace.document.upserted.v1',
  subject: 'doc/9f3c',
  time: '2026-11-23T10:00:00Z',
  sequence: '0001',
  dataref: 'https://travail.example/doc/9f3c/7',
  data: {
    tenant: '1',
    space: '42',
    title: 'Délibération',
    size: 3,
    sha256: 'a'.repeat(64),
    contentVersion: 1,
    aclVersion: 1,
    acl: { allow: ['space:42'] },
    modifiedAt: '2026-11-23T10:00:00Z',
  },
};

describe('the schemas of the contract', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const compiled = new Map<string, ValidateFunction>(
    contractSchemas.map((one) => [one.type, ajv.compile(jsonSchemaOf(one, 'draft-2020-12'))]),
  );

  it('are one for each event, and compile', () => {
    const types = workplaceEvents.map(({ shape }) => shape.type.value);
    expect([...compiled.keys()]).toEqual(expect.arrayContaining(types));
    expect(new Set(compiled.keys()).size).toBe(contractSchemas.length);
  });

  it.each<[string, (event: typeof upserted) => unknown]>([
    ['a whole document', (event) => event],
    ['one with an extension', (event) => ({ ...event, traceparent: '00' })],
    ['R01: one without rights', ({ data: { acl: _acl, ...data }, ...event }) => ({ ...event, data })],
    ['R20: one with an unknown field', (event) => ({ ...event, data: { ...event.data, owner: 'x' } })],
    [
      'one with a misspelt restriction',
      (event) => ({ ...event, data: { ...event.data, acl: { allow: [], restrictTo: [] } } }),
    ],
    ['one without an address', ({ dataref: _dataref, ...event }) => event],
    [
      'R13: an encrypted one without an address',
      ({ dataref: _dataref, ...event }) => ({ ...event, data: { ...event.data, encryption: 'e2ee' } }),
    ],
    ['one with a bad sequence', (event) => ({ ...event, sequence: 'v1' })],
    ['one with a bad principal', (event) => ({ ...event, data: { ...event.data, acl: { allow: ['all'] } } })],
    ['another type', (event) => ({ ...event, type: 'fr.workplace.document.deleted.v1' })],
  ])('judge %s as the code does', (_name, change) => {
    const event = change(upserted);
    const validate = compiled.get(upserted.type);
    const byCode = workplaceEvent.safeParse(event);
    const isThisType = byCode.success && byCode.data.type === upserted.type;
    expect(validate?.(event)).toBe(isThisType);
  });
});

describe('the AsyncAPI document', () => {
  const document = asyncApi('1.0.0');

  it('is valid by the schema that AsyncAPI publishes for 3.0.0', () => {
    const require = createRequire(import.meta.url);
    const published = JSON.parse(
      readFileSync(require.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'), 'utf8'),
    );
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
    addFormats(ajv);
    const validate = ajv.compile(published);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...document, channels: { events: { adress: '/v1/events' } } })).toBe(false);
  });

  it('refers to nothing that it does not have, and holds each event and receipt', () => {
    const references: string[] = [];
    const text = JSON.stringify(document, (key, value) => {
      if (key === '$ref') references.push(value);
      return value;
    });
    const own = references.filter((reference) => !reference.startsWith('#/definitions'));
    expect(own.length).toBeGreaterThan(40);
    for (const reference of own) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect({ reference, isThere: found !== undefined }).toEqual({ reference, isThere: true });
    }
    for (const { type } of contractSchemas.filter((one) => one.type.startsWith('fr.')))
      expect(text).toContain(`"name":"${type}"`);
  });
});
