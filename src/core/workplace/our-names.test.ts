import { expect, it } from 'vitest';
import { workplaceEvent } from '../contract/events.ts';
import { inOurNames } from './our-names.ts';

const source = { org: 'bellerive', tenant: '130025265' };
const event = (type: string, subject: string, data: object) =>
  workplaceEvent.parse({
    ...{ specversion: '1.0', id: '1', source: '//t', time: '2026-11-23T10:00:00Z', sequence: '1' },
    ...{ type: `fr.workplace.${type}.v1`, subject, data: { tenant: '130025265', ...data } },
  });

it('R17: takes the tenant of its source for this organisation, and any other for nobody', () => {
  const acl = {
    allow: ['org:130025265', 'grp:42/drh'],
    restrictedTo: ['org:bellerive'],
    deny: ['org:130025265'],
  };
  expect(
    inOurNames(source, event('document.acl.changed', 'doc/1', { acl, aclVersion: 1 })).data,
  ).toMatchObject({
    acl: {
      allow: ['org:bellerive', 'group:42/drh'],
      restrictedTo: ['org:/bellerive'],
      deny: ['org:bellerive'],
    },
  });
  const { data } = inOurNames(
    source,
    event('space.members.changed', 'space/1', { added: ['org:130025265'], removed: ['grp:a', 'org:x'] }),
  );
  expect(data).toMatchObject({ added: ['org:bellerive'], removed: ['group:a', 'org:/x'] });
});

it('leaves everything else as it is', () => {
  const deleted = event('document.deleted', 'doc/1', {});
  expect(inOurNames(source, deleted)).toEqual(deleted);
});
