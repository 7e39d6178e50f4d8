import { describe, expect, it } from 'vitest';
import { digestOf } from './digest.ts';
import { workplaceEvent } from './events.ts';

const upserted = {
  specversion: '1.0',
  id: '01JD',
  source: '//travail/org/130025265',
  type: 'fr.workplace.document.upserted.v1',
  subject: 'doc/9f3c',
  time: '2026-11-23T10:00:00Z',
  sequence: '000000000000001873',
  dataref: 'https://travail.example/export/doc/9f3c/v/7',
  data: {
    tenant: '130025265',
    space: '42',
    title: 'Délibération 2026-114',
    size: 481_223,
    sha256: 'a'.repeat(64),
    contentVersion: 7,
    aclVersion: 12,
    acl: { allow: ['space:42'], restrictedTo: ['grp:42/drh'] },
    modifiedAt: '2026-11-23T10:00:00Z',
  },
};
const problemsOf = (event: unknown) =>
  workplaceEvent.safeParse(event).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('events of a workplace', () => {
  it('take a whole document, with extensions that they do not know', () => {
    expect(problemsOf({ ...upserted, traceparent: '00-1' })).toEqual([]);
  });

  it('R20: refuse fields that they do not know inside data, above all a misspelt restriction', () => {
    const { acl } = upserted.data;
    expect(problemsOf({ ...upserted, data: { ...upserted.data, tenantId: 'x' } })).toEqual(['data']);
    const misspelt = { allow: acl.allow, restrictTo: acl.restrictedTo };
    expect(problemsOf({ ...upserted, data: { ...upserted.data, acl: misspelt } })).toEqual(['data.acl']);
  });

  it('R01: refuse an item that does not say who may read it', () => {
    const { acl: _acl, ...data } = upserted.data;
    expect(problemsOf({ ...upserted, data })).toEqual(['data.acl']);
    const { allow: _allow, ...rest } = upserted.data.acl;
    expect(problemsOf({ ...upserted, data: { ...upserted.data, acl: rest } })).toEqual(['data.acl.allow']);
  });

  it('R13: want no bytes of what is encrypted from end to end, and those of everything else', () => {
    const { dataref: _dataref, ...without } = upserted;
    expect(problemsOf(without)).toEqual(['dataref']);
    expect(problemsOf({ ...without, data: { ...upserted.data, encryption: 'e2ee' } })).toEqual([]);
  });

  it('name an unknown type without listing all that there are', () => {
    const { issues = [] } =
      workplaceEvent.safeParse({ ...upserted, type: 'fr.workplace.doc.exploded' }).error ?? {};
    expect(issues).toMatchObject([
      { path: ['type'], message: 'not a type of this contract; GET /v1/contract lists them' },
    ]);
  });

  it.each(['', 'abc', '-1', '1.5', '1234567890123456', 7, null])('refuse the sequence %j', (sequence) => {
    expect(problemsOf({ ...upserted, sequence })).toEqual(['sequence']);
  });
});

it('the digest of a space is the same in any order, and another when a version is', () => {
  const items = [
    { id: 'a', contentVersion: 1, aclVersion: 1 },
    { id: 'b', contentVersion: 2, aclVersion: 1 },
  ];
  expect(digestOf(items)).toBe(digestOf(items.toReversed()));
  expect(digestOf(items)).not.toBe(
    digestOf([items[0], { id: 'b', contentVersion: 2, aclVersion: 2 }].filter((item) => item !== undefined)),
  );
  expect(digestOf([])).toBe('0000000000000000');
});
