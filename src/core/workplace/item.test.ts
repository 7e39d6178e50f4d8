import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acl } from '../contract/acl.ts';
import { workplaceEvent } from '../contract/events.ts';
import { applyToItem, type DocumentEvent } from './apply-to-item.ts';
import { effectiveAcl, type FolderRule, type Item, isThere, newItem } from './item.ts';

const acl = (allow: string, inherited = false): Acl => ({
  allow: [allow],
  restrictedTo: [],
  deny: [],
  inherited,
});

function event(kind: string, sequence: number, space = '42'): DocumentEvent {
  const place = { space, folderPath: ['f1', 'f2'], acl: acl(`user:${sequence}`), aclVersion: sequence };
  const content = {
    title: `Titre ${sequence}`,
    size: 1,
    sha256: String(sequence % 10).repeat(64),
    contentVersion: sequence,
    modifiedAt: '2026-11-23T10:00:00Z',
  };
  const data = {
    'document.upserted': { ...place, ...content },
    'document.restored': { ...place, ...content },
    'document.moved': place,
    'document.deleted': {},
    'document.acl.changed': { acl: place.acl, aclVersion: sequence },
  }[kind];
  return workplaceEvent.parse({
    specversion: '1.0',
    id: `${kind}/${sequence}`,
    source: '//travail',
    type: `fr.workplace.${kind}.v1`,
    subject: 'doc/9',
    time: '2026-11-23T10:00:00Z',
    sequence: String(sequence),
    dataref: 'https://travail.example/9',
    data: { tenant: 't', ...data },
  }) as DocumentEvent;
}

const all = (events: readonly DocumentEvent[]): Item => events.reduce(applyToItem, newItem('9'));
const kinds = [
  'document.upserted',
  'document.restored',
  'document.moved',
  'document.deleted',
  'document.acl.changed',
];

describe('an item', () => {
  it('R78: is the same after any history, delivered several times in any order', () => {
    const history = fc
      .array(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom('42', '43')), {
        minLength: 1,
        maxLength: 12,
      })
      .map((steps) => steps.map(([kind, space], at) => event(kind, at + 1, space)));
    fc.assert(
      fc.property(
        history.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 3 }),
          ),
        ),
        ([events, deliveries]) => {
          expect(all(deliveries)).toEqual(all(events));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('R71: stays gone whatever older statement comes late, and comes back with a later one', () => {
    const gone = all([
      event('document.upserted', 1),
      event('document.deleted', 5),
      event('document.upserted', 4),
    ]);
    const space = { goneSequence: 0 };
    expect(isThere(gone, space, new Date())).toBe(false);
    expect(isThere(applyToItem(gone, event('document.restored', 6)), space, new Date())).toBe(true);
    expect(isThere(all([event('document.upserted', 1)]), { goneSequence: 2 }, new Date())).toBe(false);
  });

  it('has no readers while nobody said who they are', () => {
    expect(effectiveAcl(newItem('9'), () => undefined).allow).toEqual([]);
  });
});

describe('rights of folders', () => {
  const item = (own: Acl, sequence: number): Item => ({
    ...newItem('9'),
    place: { sequence: 1, space: '42', folders: ['outer', 'inner'], path: null },
    acl: { sequence, value: own, version: 1 },
  });
  const rules =
    (given: Record<string, [number, Acl]>) =>
    (folder: string): FolderRule | undefined => {
      const rule = given[folder];
      return rule && { sequence: rule[0], acl: rule[1] };
    };
  const reader = (it: Item, given: Record<string, [number, Acl]>) => effectiveAcl(it, rules(given)).allow[0];

  it('never open what has rights of its own', () => {
    expect(reader(item(acl('own'), 1), { inner: [9, acl('wider')] })).toBe('own');
  });

  it('hold for what inherits, when they were said later', () => {
    expect(reader(item(acl('own', true), 1), { outer: [9, acl('outer')] })).toBe('outer');
    expect(reader(item(acl('own', true), 10), { outer: [9, acl('outer')] })).toBe('own');
  });

  it('end at the first folder whose rights are its own', () => {
    const given = { inner: [5, acl('inner')], outer: [9, acl('outer')] } satisfies Record<
      string,
      [number, Acl]
    >;
    expect(reader(item(acl('own', true), 1), given)).toBe('inner');
    expect(reader(item(acl('own', true), 7), given)).toBe('own');
    expect(reader(item(acl('own', true), 1), { ...given, inner: [5, acl('inner', true)] })).toBe('outer');
  });
});
