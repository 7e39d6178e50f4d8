import type { Organisation } from './organisation.ts';
import { foundTown } from './town.ts';

/**
 * A year of a small town, each kind of event at least once: documents with versions, in restricted folders and with rights
 * of their own, moves, a deletion and a restore, an archived and a deleted space, somebody disabled and somebody erased, an
 * encrypted document, a space without the assistant, guests shut out.
 */
export async function playScript(organisation: Organisation): Promise<void> {
  await foundTown(organisation);
  await organisation.putDocument({
    id: 'deliberation',
    space: '43',
    title: 'Délibération 2026-114.md',
    content: '# Délibération\n\nLe conseil fixe le tarif du quotient familial à 412 euros.\n',
  });
  await organisation.putDocument({
    id: 'conges',
    space: '42',
    folder: '42-f',
    title: 'Congés.md',
    content: '# Congés\n\nChaque agent a 25 jours de congés.\n',
  });
  await organisation.putDocument({
    id: 'salaires',
    space: '42',
    folder: '42-f-g',
    title: 'Salaires.md',
    content: '# Salaires\n\nLa prime de feux est de 917 euros.\n',
    classification: 'confidential',
  });
  await organisation.setFolderRights('42-f-g', { allow: ['space:42'], restrictedTo: ['grp:drh'] });
  await organisation.putDocument({
    id: 'conges',
    space: '42',
    folder: '42-f',
    content: '# Congés\n\nChaque agent a 27 jours de congés.\n',
  });
  await organisation.putDocument({
    id: 'chiffre',
    space: '42',
    title: 'Coffre.bin',
    content: 'cannot be read here',
    encryption: 'e2ee',
  });
  await organisation.putDocument({
    id: 'personnel',
    space: '44',
    title: 'Note personnelle.md',
    content: '# Note\n\nUne note pour Bruno seul.\n',
    acl: { allow: ['user:bruno'] },
  });
  await organisation.putDocument({
    id: 'plans/voyage:2026+1',
    space: '43',
    title: 'Plan de voyage.md',
    content: '# Plan\n\nLe plan de circulation change le 3 mai.\n',
  });
  await organisation.moveDocument('plans/voyage:2026+1', { space: '42', folder: '42-f-g' });
  await organisation.setDocumentRights('deliberation', {
    allow: ['space:43'],
    deny: ['user:gilles'],
  });
  await organisation.deleteDocument('personnel');
  await organisation.restoreDocument('personnel');
  await organisation.putDocument({
    id: 'brouillon',
    space: '43',
    title: 'Brouillon.md',
    content: '# Brouillon\n\nÀ jeter.\n',
  });
  await organisation.deleteDocument('brouillon');
  await organisation.createSpace('45', { title: 'Ancien projet' }, { 'user:chloe': 'animateur' });
  await organisation.putDocument({
    id: 'bilan',
    space: '45',
    title: 'Bilan.md',
    content: '# Bilan\n\nLe projet finit avec 12 arbres.\n',
  });
  await organisation.archiveSpace('45');
  await organisation.updateSpace('45', { title: 'Ancien projet (archives)' });
  await organisation.createSpace('46', { title: 'À supprimer' }, { 'user:chloe': 'animateur' });
  await organisation.putDocument({
    id: 'perdu',
    space: '46',
    title: 'Perdu.md',
    content: '# Perdu\n\nCe texte part avec son espace.\n',
  });
  await organisation.deleteSpace('46');
  await organisation.createSpace(
    '47',
    { title: 'Sans assistant', assistant: 'excluded' },
    { 'user:alice': 'animateur' },
  );
  await organisation.putDocument({
    id: 'exclu',
    space: '47',
    title: 'Exclu.md',
    content: '# Exclu\n\nCe texte ne va pas à l’assistant.\n',
  });
  await organisation.putPerson('david', { name: 'David' });
  await organisation.addMember('42', 'user:david', 'visiteur');
  await organisation.disablePerson('david');
  await organisation.putPerson('emma', { name: 'Emma' });
  await organisation.erasePerson('emma');
  await organisation.updateSpace('44', { title: 'Élus', classification: 'confidential' });
  await organisation.removeMember('42', 'user:bruno');
  await organisation.setPolicy({ guests: 'excluded' });
}
