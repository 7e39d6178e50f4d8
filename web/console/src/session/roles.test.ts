import { expect, it } from 'vitest';
import { type Me, rolesOf } from './roles.ts';

const organisation = { id: 'bellerive', title: 'Ville de Bellerive' };
const nobody: Me = {
  ...{ id: 'olga', name: 'Olga', organisation, admin: false, auditor: false, owner: false, animates: [] },
};
const roles = (changes: Partial<Me>) => [...rolesOf({ ...nobody, ...changes })];

it('shows administrators what auditors see, and each their own', () => {
  expect(roles({ admin: true })).toEqual(['admin', 'auditor']);
  expect(roles({ auditor: true, owner: true })).toEqual(['auditor', 'owner']);
  expect(roles({})).toEqual([]);
});

it('shows spaces of their own to animators who administer nothing', () => {
  const animates = [{ id: 'rh', title: 'Ressources humaines' }];
  expect(roles({ animates })).toEqual(['animator']);
  expect(roles({ animates, admin: true })).toEqual(['admin', 'auditor']);
});
