import { afterAll, beforeAll, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

const fitted = {
  calibratedFor: 'words',
  slope: 1.5,
  offset: -20.25,
  floor: 0.125,
  quotedFloor: 0.25,
  sure: 0.5,
  answerable: 24,
  unanswerable: 12,
  auroc: 0.875,
};

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
  for (const organisation of ['bellerive', 'autreville'])
    await open.stores.access.applyOrganisation(
      anOrganisation({
        organisation,
        spaces: { mairie: { title: 'Vie municipale', members: [`org:${organisation}`] } },
      }),
      'test',
    );
});
afterAll(() => open.close());

test('R21: a calibration holds for its organisation and its vectors alone, the latest one, until it is reset', async () => {
  const { calibrations } = open.stores;
  await calibrations.save('bellerive', { ...fitted, floor: 0.4 });
  await calibrations.save('bellerive', fitted);
  expect(await calibrations.find('bellerive', 'words')).toEqual({ ...fitted, fittedAt: expect.any(Date) });
  expect(await calibrations.find('bellerive', 'e5@1')).toBeNull();
  expect(await calibrations.find('autreville', 'words')).toBeNull();
  expect(await calibrations.reset('autreville')).toBe(0);
  expect(await calibrations.reset('bellerive')).toBe(1);
  expect(await calibrations.find('bellerive', 'words')).toBeNull();
});

test('a search is judged by the calibration of its organisation', async () => {
  const { stores } = open;
  const accessClass = await classFor(stores, 'bellerive', 'space:mairie');
  const submission = aSubmission({ accessClass, title: 'Horaires' });
  await publishText(stores, submission, 'La piscine municipale ferme à 19 heures le samedi.');
  const within = await authoriseCaller(stores, { org: 'bellerive', user: 'alice' });
  const search = () =>
    searchDocuments(stores, within, { query: 'À quelle heure ferme la piscine ?', scope: {}, limit: 5 });
  const usual = await search();
  expect(usual.judgement.confidence).toBe('sure');
  await stores.calibrations.save('bellerive', fitted);
  const own = await search();
  expect(own.judgement).toMatchObject({ confidence: 'none' });
  expect(own.signals).toEqual(usual.signals);
  await stores.calibrations.reset('bellerive');
});
