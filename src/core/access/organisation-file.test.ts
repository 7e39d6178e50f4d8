import { expect, test } from 'vitest';
import { identitiesOf, organisationFile } from './organisation-file.ts';

const issuer = 'https://issuer.example';
const file = (people: object, more: object = {}) =>
  organisationFile.safeParse({ organisation: 'o', users: ['alice', 'bruno'], people, spaces: {}, ...more });
const placesOf = (parsed: ReturnType<typeof file>) => parsed.error?.issues.map(({ path }) => path.join('.'));

test('R26: people are known by their id at the installation’s own issuer, and elsewhere as the file says', () => {
  const parsed = file({
    alice: {
      identities: [
        { issuer, subject: 'a' },
        { issuer: `${issuer}/`, subject: 'a' },
      ],
    },
  });
  expect(parsed.data && identitiesOf(parsed.data, 'local')).toEqual([
    { user: 'alice', issuer: 'local', subject: 'alice' },
    { user: 'alice', issuer, subject: 'a' },
    { user: 'alice', issuer: `${issuer}/`, subject: 'a' },
    { user: 'bruno', issuer: 'local', subject: 'bruno' },
  ]);
});

test('R26: an identity is one person’s', () => {
  const identities = [{ issuer, subject: 'a' }];
  expect(placesOf(file({ alice: { identities }, bruno: { identities } }))).toEqual([
    'people.bruno.identities',
  ]);
  expect(placesOf(file({ alice: { identities: [...identities, ...identities] } }))).toEqual([
    'people.alice.identities',
  ]);
});

test('a user stands once in the file', () => {
  expect(placesOf(file({}, { users: ['alice', 'bruno', 'alice'] }))).toEqual(['users.2']);
});

test('nobody speaks in the name of the installation’s own issuer, by a file', () => {
  for (const own of ['sourcier:local', 'local', ''])
    expect(placesOf(file({ bruno: { identities: [{ issuer: own, subject: 'alice' }] } }))).toEqual([
      'people.bruno.identities.0.issuer',
    ]);
});

test('roles are of users', () => {
  expect(
    placesOf(file({}, { admins: ['zoe'], owners: ['zoe'], auditors: ['zoe'], guests: ['zoe'] })),
  ).toEqual(['admins', 'owners', 'auditors', 'guests']);
});
