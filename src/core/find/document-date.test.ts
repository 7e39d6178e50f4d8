import { describe, expect, it, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { documentDateOf } from './document-date.ts';

const dateOf = (title: string, path = 'dossier/x.pdf', headings: string[] = []) =>
  documentDateOf(aPassage({ document: { title, path }, headings }));

describe('documentDateOf', () => {
  test.each([
    ['Compte rendu du 12 mars 2025', 'a.pdf', [], '2025-03-12', '2025-03-12'],
    ['Budget primitif 2025', 'finances/2024/b.pdf', [], '2025-01-01', '2025-12-31'],
    ['Tarifs 2024-2025', 'a.pdf', [], '2024-01-01', '2025-12-31'],
    ['Compte rendu', 'cr/CR_CST_2024-05-14.odt', [], '2024-05-14', '2024-05-14'],
    ['Organigramme', 'organigrammes/2023/organigramme.pdf', [], '2023-01-01', '2023-12-31'],
    ['Registre', 'registre.pdf', ['Séance du 3 avril 2024'], '2024-04-03', '2024-04-03'],
  ])('by what it says: %s (%s)', (title, path, headings, from, to) => {
    expect(dateOf(title, path, headings)).toMatchObject({ from, to, said: true });
  });

  it('by its file, when it says nothing', () => {
    expect(dateOf('Note de service')).toMatchObject({ from: '2026-09-01', to: '2026-09-01', said: false });
  });

  it('reads numbers of versions in title or file name', () => {
    expect(dateOf('Règlement v3').version).toEqual([3]);
    expect(dateOf('Charte', 'dsi/charte-informatique-v2.1.odt').version).toEqual([2, 1]);
    expect(dateOf('Plan, version 12 définitive').version).toEqual([12]);
    expect(dateOf('Envoi 12').version).toEqual([]);
  });

  it('calls a family what has one name in one folder but for date and version', () => {
    const family = (title: string, path = 'rh/x.pdf') => dateOf(title, path).family;
    const reglement = family('Règlement intérieur');
    expect(family('Règlement intérieur v2')).toBe(reglement);
    expect(family('REGLEMENT INTERIEUR (2023) définitif')).toBe(reglement);
    expect(family('Règlement intérieur v1', 'rh/archives/2021/x.pdf')).toBe(reglement);
    expect(family('Règlement intérieur', 'ecole/x.pdf')).not.toBe(reglement);
    expect(family('Règlement du cimetière')).not.toBe(reglement);
    expect(family('Compte rendu du conseil du 12 mars 2025')).toBe(
      family('Compte rendu du conseil du 2 mai 2024'),
    );
  });
});
