import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccessExplanations } from '../../../src/adapters/postgres/access-explanations.ts';
import { createAccessRepository } from '../../../src/adapters/postgres/access-repository.ts';
import { createAliasRepository } from '../../../src/adapters/postgres/alias-repository.ts';
import { createAssistantSwitch } from '../../../src/adapters/postgres/assistant-switch.ts';
import { createAuditRepository } from '../../../src/adapters/postgres/audit-repository.ts';
import { createBudgetRepository } from '../../../src/adapters/postgres/budget-repository.ts';
import { createCalibrationRepository } from '../../../src/adapters/postgres/calibration-repository.ts';
import { createConversationRepository } from '../../../src/adapters/postgres/conversation-repository.ts';
import { createConversationShares } from '../../../src/adapters/postgres/conversation-shares.ts';
import { createDataKeyRepository } from '../../../src/adapters/postgres/data-key-repository.ts';
import { type Database, openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createDirectory } from '../../../src/adapters/postgres/directory.ts';
import { createDocumentStore } from '../../../src/adapters/postgres/document-store.ts';
import { createErasureStore } from '../../../src/adapters/postgres/erasure-store.ts';
import { createEvaluationStore } from '../../../src/adapters/postgres/evaluation-store.ts';
import { createExposureReport } from '../../../src/adapters/postgres/exposure-report.ts';
import { createFailedDocuments } from '../../../src/adapters/postgres/failed-documents.ts';
import { createFeedbackRepository } from '../../../src/adapters/postgres/feedback-repository.ts';
import { createFusionStore } from '../../../src/adapters/postgres/fusion-store.ts';
import { createGenerationStore } from '../../../src/adapters/postgres/generation-store.ts';
import { createHoldRepository } from '../../../src/adapters/postgres/hold-repository.ts';
import { createInbox } from '../../../src/adapters/postgres/inbox.ts';
import { createIndexHealth } from '../../../src/adapters/postgres/index-health.ts';
import { createLibrary } from '../../../src/adapters/postgres/library.ts';
import { createMonitoringStore } from '../../../src/adapters/postgres/monitoring-store.ts';
import { createOrganisationExport } from '../../../src/adapters/postgres/organisation-export.ts';
import { createOrganisationLife } from '../../../src/adapters/postgres/organisation-life.ts';
import { createOutbox } from '../../../src/adapters/postgres/outbox.ts';
import { createPersonData } from '../../../src/adapters/postgres/person-data.ts';
import { createPrivateAnswers } from '../../../src/adapters/postgres/private-answers.ts';
import { createPromptChoices } from '../../../src/adapters/postgres/prompt-choices.ts';
import { createProviderRepository } from '../../../src/adapters/postgres/provider-repository.ts';
import { createRetentionRepository } from '../../../src/adapters/postgres/retention-repository.ts';
import { tenantTables } from '../../../src/adapters/postgres/schema.ts';
import { createSecurityItemRepository } from '../../../src/adapters/postgres/security-item-repository.ts';
import { createServiceKeyRepository } from '../../../src/adapters/postgres/service-key-repository.ts';
import { createSessionRepository } from '../../../src/adapters/postgres/session-repository.ts';
import { createTrustedIssuerRepository } from '../../../src/adapters/postgres/trusted-issuer-repository.ts';
import { createBackfillStore } from '../../../src/adapters/postgres/workplace/backfill-store.ts';
import { createReceiptStore } from '../../../src/adapters/postgres/workplace/receipt-store.ts';
import { createReconciliationStore } from '../../../src/adapters/postgres/workplace/reconciliation-store.ts';
import { createSourceRepository } from '../../../src/adapters/postgres/workplace/source-repository.ts';
import { createWorkplaceStore } from '../../../src/adapters/postgres/workplace/workplace-store.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { verifyAudit } from '../../../src/core/audit/verify-audit.ts';
import { workplaceEvent } from '../../../src/core/contract/events.ts';
import { sensitivities } from '../../../src/core/document.ts';
import { strictPolicy } from '../../../src/core/providers/policy.ts';
import { nothingSpent } from '../../../src/core/spend/meter-model.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import type { BackfillStore } from '../../../src/ports/backfill-store.ts';
import { usageGroupings } from '../../../src/ports/budget-repository.ts';
import type { Directory } from '../../../src/ports/directory.ts';
import type { EvaluationStore } from '../../../src/ports/evaluation-store.ts';
import type { GenerationStore } from '../../../src/ports/generation-store.ts';
import type { ReceiptStore } from '../../../src/ports/receipt-store.ts';
import type { ReconciliationStore } from '../../../src/ports/reconciliation-store.ts';
import type { SourceRepository } from '../../../src/ports/source-repository.ts';
import type { WorkplaceStore } from '../../../src/ports/workplace-store.ts';
import { aResultLine } from '../../support/a-result-line.ts';
import { aDocument, anEvent } from '../../support/small-workplace.ts';
import { anEncryptedDocument } from '../../support/synthetic-workplace.ts';
import {
  anOrganisation,
  aSubmission,
  aVersion,
  openTestStores,
  type TestStores,
} from '../../support/test-stores.ts';
import { anExchange } from './an-exchange.ts';
import { missingPredicates } from './missing-predicate.ts';

const org = 'bellerive';

describe('the interceptor', () => {
  const bad = [
    'select "id" from "document" where "id" = $1',
    'select id from document d where d.id = $1 and org is not null',
    'select d.id from document d join chunk c on c.document_id = d.id where d.org = $1',
    'update "document" set "state" = $1 where "id" = $2',
    'delete from "tombstone" where "document_id" = $1',
    'insert into "outbox" ("job", "payload") values ($1, $2)',
    'select id, job, payload from outbox order by id limit $1',
    'select "id" from "space" where "org" is not distinct from $1 and "org" = $2',
    'select s.id from space s where s.org = $1 and exists (select 1 from membership m where m.member = s.id)',
  ];
  test.each(bad)('R21: complains about %s', (statement) => {
    expect(missingPredicates(statement)).not.toEqual([]);
  });

  const good = [
    'select "id" from "document" where "org" = $1 and "id" = $2',
    'select d.id from document d join chunk c on c.org = d.org and c.document_id = d.id where d.org = $1',
    'insert into "tombstone" ("org", "document_id") values ($1, $2)',
    'delete from "outbox" where "org" in ($1, $2) and "id" in ($3)',
    'select "id", "title" from "organisation" order by "id"',
  ];
  test.each(good)('R21: accepts %s', (statement) => {
    expect(missingPredicates(statement)).toEqual([]);
  });
});

describe('the adapters', () => {
  let open: TestStores;
  let database: Database;
  const statements = new Set<string>();
  beforeAll(async () => {
    open = await openTestStores();
    database = await openDatabase(open.connection, { onStatement: (statement) => statements.add(statement) });
  });
  afterAll(async () => {
    await database.destroy();
    await open.close();
  });

  /** The methods of `target` that have not been called through `watched`. */
  function watch<T extends object>(target: T): { watched: T; unused: () => string[] } {
    const called = new Set<string | symbol>();
    const watched = new Proxy(target, {
      get: (object, name) => {
        called.add(name);
        return Reflect.get(object, name);
      },
    });
    return { watched, unused: () => Object.keys(target).filter((name) => !called.has(name)) };
  }

  test('R21: every statement of every method on a tenant table says which organisation it is about', async () => {
    const access = watch(createAccessRepository(database));
    const documents = watch(createDocumentStore(database));
    const generations = watch(createGenerationStore(database));
    const monitoring = watch(createMonitoringStore(database));
    await monitoring.watched.read();
    await monitoring.watched.countByState();
    await monitoring.watched.countVectors();
    const library = watch(createLibrary(database));
    const aliases = watch(createAliasRepository(database));
    const assistant = watch(createAssistantSwitch(database));
    const audit = watch(createAuditRepository(database));
    const privateAnswers = watch(createPrivateAnswers(database));
    const budgets = watch(createBudgetRepository(database));
    const calibrations = watch(createCalibrationRepository(database));
    const conversations = watch(createConversationRepository(database));
    const shares = watch(createConversationShares(database));
    const directory = watch(createDirectory(database));
    const exposure = watch(createExposureReport(database));
    const failures = watch(createFailedDocuments(database));
    const feedback = watch(createFeedbackRepository(database));
    const securityItems = watch(createSecurityItemRepository(database));
    const sessions = watch(createSessionRepository(database));
    const trustedIssuers = watch(createTrustedIssuerRepository(database));
    const serviceKeys = watch(createServiceKeyRepository(database));
    const dataKeys = watch(createDataKeyRepository(database));
    const backfills = watch(createBackfillStore(database));
    const evaluations = watch(createEvaluationStore(database));
    const promptChoices = watch(createPromptChoices(database));
    const receipts = watch(createReceiptStore(database));
    const reconciliation = watch(createReconciliationStore(database));
    const sources = watch(createSourceRepository(database));
    const workplace = watch(createWorkplaceStore(database));
    const fusion = watch(createFusionStore(database));
    const providers = watch(createProviderRepository(database));
    const explanations = watch(createAccessExplanations(database));
    const indexHealth = watch(createIndexHealth(database));
    const inbox = watch(createInbox(database));
    const outbox = watch(createOutbox(database));
    const erasures = watch(createErasureStore(database));
    const people = watch(createPersonData(database));
    const organisations = watch(createOrganisationLife(database));
    const holds = watch(createHoldRepository(database));
    const retention = watch(createRetentionRepository(database));
    statements.clear();

    await useAccess(access.watched);
    const accessClass = await access.watched.ensureAccessClass(org, {
      allow: ['space:mairie'],
      restrictedTo: [],
      deny: [],
    });
    const found = await useDocuments(documents.watched, accessClass);
    await useGenerations(generations.watched, found.id);
    await useLibrary(
      library.watched,
      await authoriseCaller({ access: access.watched }, { org, user: 'alice' }),
      found,
    );
    await useAliases(
      aliases.watched,
      await authoriseCaller({ access: access.watched }, { org, user: 'alice' }),
    );
    await exposure.watched.summarise(org, { threshold: 0.2, space: 'mairie' });
    await exposure.watched.listDocuments(
      await authoriseCaller({ access: access.watched }, { org, user: 'alice' }),
      { threshold: 0.2, limit: 10 },
    );
    const failedIn = { reason: 'damaged', space: 'mairie' } as const;
    await failures.watched.list(
      org,
      { ...failedIn, limit: 10, after: { failedAt: new Date(), id: randomUUID() } },
      null,
    );
    await failures.watched.listKept(org, { space: 'mairie', reason: 'bytes-missing', limit: 10 });
    await failures.watched.count(org, 'mairie');
    await failures.watched.retry(org, failedIn, null);
    await failures.watched.retry(org, { ids: [randomUUID()] }, null);
    const fitted = {
      slope: 1,
      offset: 0,
      floor: 0.1,
      quotedFloor: 0.2,
      sure: 0.5,
      answerable: 20,
      unanswerable: 10,
      auroc: 0.8,
    };
    await calibrations.watched.save(org, { calibratedFor: 'words', ...fitted });
    await calibrations.watched.find(org, 'words');
    await calibrations.watched.reset(org);
    await useBudgets(budgets.watched);
    await useConversations(conversations.watched);
    await useShares(shares.watched);
    await useFeedback(feedback.watched, securityItems.watched);
    await useServiceKeys(serviceKeys.watched);
    await useDataKeys(dataKeys.watched);
    await useSignOn(trustedIssuers.watched, sessions.watched);
    await useEvaluations(evaluations.watched);
    for (const version of [1, null])
      await promptChoices.watched.choose(org, { space: null, prompt: 'answer-question', version }, 'alice');
    expect(await promptChoices.watched.list(org)).toEqual([]);
    await useBackfills(backfills.watched);
    await useReconciliation(reconciliation.watched);
    await documents.watched.countWaiting(org);
    await useReceipts(receipts.watched);
    await useWorkplace(sources.watched, workplace.watched);
    await fusion.watched.keep(org, { vectorWeight: 0.2, withReference: 0.5 });
    await fusion.watched.find(org);
    await fusion.watched.reset(org);
    await useDirectory(directory.watched);
    await useProviders(providers.watched);
    await useAudit(audit.watched);
    await useIndexHealth(indexHealth.watched);
    await explanations.watched.read(org, 'alice', found.id);
    await explanations.watched.read(org, 'alice', randomUUID());
    await explanations.watched.record(org, 'alice', {
      user: 'bruno',
      document: found.id,
      mayOpen: true,
      mayFind: false,
    });
    await inbox.watched.keep(org, 'upload', 'k', 1);
    await inbox.watched.find(org, 'upload', 'k');
    await outbox.watched.add([{ name: 'index.mend', payload: { org } }]);
    await outbox.watched.drain(100, async () => {});
    await outbox.watched.isEmpty();
    await outbox.watched.oldestSeconds();
    await useErasures(erasures.watched, documents.watched, accessClass);
    await usePeople(people.watched);
    await useHolds(holds.watched, retention.watched);
    for (const enabled of [false, true]) await assistant.watched.turn(org, { enabled }, 'alice');
    await assistant.watched.read(org);
    await assistant.watched.countOff();
    await privateAnswers.watched.record(org, 'alice', {
      outcome: 'answered',
      reason: null,
      complete: true,
      provider: 'essai',
      model: 'petit',
      promptTokens: 1,
      completionTokens: 1,
      policyVersion: 1,
    });

    for (const enabled of [false, true])
      await documents.watched.switchSpace(org, 'mairie', { enabled, by: null });
    await documents.watched.finishSwitches(org);

    const receipt = { begunAt: new Date(), endedAt: new Date(), auditHead: null, stores: {} };
    await organisations.watched.recordRemoval({ organisation: org, ...receipt });
    await organisations.watched.listRemovals();
    await organisations.watched.createdAt(org);
    for await (const table of tablesOf(createOrganisationExport(database))) expect(table).toBeDefined();
    await organisations.watched.remove(org);

    const unused = [
      organisations,
      access,
      documents,
      generations,
      library,
      aliases,
      assistant,
      audit,
      privateAnswers,
      budgets,
      calibrations,
      conversations,
      shares,
      directory,
      exposure,
      failures,
      feedback,
      securityItems,
      serviceKeys,
      dataKeys,
      sessions,
      trustedIssuers,
      backfills,
      reconciliation,
      receipts,
      sources,
      workplace,
      fusion,
      providers,
      explanations,
      indexHealth,
      inbox,
      outbox,
      erasures,
      people,
      holds,
      retention,
      monitoring,
      evaluations,
      promptChoices,
    ].flatMap((each) => each.unused());
    expect(unused, 'methods that this test does not exercise').toEqual([]);
    const guilty = [...statements].flatMap((statement) =>
      missingPredicates(statement).map((what) => `${what}: ${statement}`),
    );
    expect(guilty).toEqual([]);
    expect(statements.size).toBeGreaterThan(50);
  });

  test('R21: the list of tenant tables is all tables with an organisation', async () => {
    const { rows } = await database.executeQuery<{ table_name: string }>(
      database
        .selectFrom('information_schema.columns' as never)
        .select(['table_name'] as never)
        .where('table_schema' as never, '=', 'public' as never)
        .where('column_name' as never, '=', 'org' as never)
        .compile() as never,
    );
    expect(rows.map((row) => row.table_name).sort()).toEqual([...tenantTables].sort());
  });

  async function useAccess(access: ReturnType<typeof createAccessRepository>): Promise<void> {
    await access.applyOrganisation(anOrganisation({ groups: { drh: ['alice'] } }), 'test');
    await access.applyOrganisation(anOrganisation({ users: [], spaces: {} }), 'test');
    await access.applyOrganisation(anOrganisation(), 'test');
    await access.findPerson(org, { id: 'alice' });
    await access.findPeople(org, ['alice']);
    await access.listIdentities(org, 'alice');
    await access.findPerson(org, { issuer: 'test', subject: 'alice' });
    await access.findOrganisationsOf({ issuer: 'test', subject: 'alice' }, [org]);
    await access.findUnknownPrincipals(org, ['user:zoe', 'group:drh', 'space:mairie', `org:${org}`]);
    expect(await access.setRoles(org, 'bruno', { isAdmin: false, isAuditor: true }, 'alice')).toMatchObject({
      isAuditor: true,
    });
    expect(await access.listRoles(org)).toHaveLength(1);
    await access.listOrganisations();
    await access.findSpace(org, 'mairie');
    await access.findTendedSpace(org, 'alice', 'mairie');
    await access.findBelonging(org, 'alice');
    await access.listSpacesOf(org, 'alice');
  }

  async function useDirectory(directory: Directory): Promise<void> {
    const query = { words: ['a'], ids: ['alice'], limit: 1, after: { rank: 0, sortedBy: '', id: '' } };
    expect(await directory.findPeople(org, query)).toMatchObject([{ id: 'alice' }]);
    await directory.findGroups(org, query);
    await directory.findSpaces(org, query);
  }

  /** Two generations, of which the second takes the place of the first. */
  async function useGenerations(generations: GenerationStore, id: string): Promise<void> {
    const key = { org, id };
    const { signal } = new AbortController();
    await generations.want(org, 'g@1');
    const wanted = await generations.want(org, 'g@2');
    if (!wanted.building) throw new Error('no second generation');
    const version = (
      await database
        .selectFrom('document')
        .select('live_version')
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).live_version;
    await generations.wholeIn(key, version);
    await generations.noteFailure(org, 'g@1', 'INTERNAL');
    await generations.markWhole(key, version, 'g@1');
    const [first, second] = ['g@1', 'g@2'].map((generation) => ({ generation, sendable: sensitivities }));
    if (!first || !second) throw new Error('no generations');
    await generations.requestMissing(org, [first, second], { askedBefore: new Date() });
    await generations.progress(org, first);
    if (await generations.switchWhenCovered(org, second)) throw new Error('switched too early');
    await generations.markWhole(key, version, 'g@2');
    if (!(await generations.switchWhenCovered(org, second))) throw new Error('not switched');
    await generations.forgetVectors(org, [id]);
    await generations.askAgain({ org, id });
    await generations.erase(org, 'g@1', signal);
    await generations.forget(org, 'g@1');
    await generations.find(org);
  }

  type Found = { readonly id: string; readonly chunkId: string };

  async function useDocuments(
    documents: ReturnType<typeof createDocumentStore>,
    accessClass: number,
  ): Promise<Found> {
    const parent = aSubmission({ accessClass });
    const { id, version } = await documents.submit(parent);
    const key = { org, id };
    const child = aSubmission({ accessClass, externalId: 'note.md!/a.txt', parentId: id });
    await documents.submit(child);
    await documents.submit({ ...parent, path: 'ailleurs/note.md' });
    await documents.place(key, { space: 'mairie', accessClass, sensitivity: 'interne', path: 'note.md' });
    await documents.beginWork(key, version);
    await documents.beginWork(key, version, { again: true });
    await documents.findWork(key);
    const published = aVersion(id, { title: 'Note', text: 'Le comité social territorial (CST).' });
    await documents.publish(key, version, published);
    await documents.requestPasses(key, version, ['recognise']);
    await documents.endPass(key, version, 'recognise');
    await documents.recordDeath(key, version);
    await documents.beginWork(key, version, { pass: 'recognise' });
    await documents.markSearchable(key, version, 'searchable-words', { embed: true });
    await documents.loadForIndex(key);
    await documents.publish(key, version, { ...published, awaits: ['render'] });
    await documents.requestPasses(key, version);
    const text = await documents.loadPublished(key, version);
    const onFirstPage = { pages: { from: 1, to: 1 } };
    const stored = await documents.storeRendition(key, version, {
      sha256: 'a'.repeat(64),
      pages: 1,
      sections: (text?.sections ?? []).map((part) => ({ ...part, ...onFirstPage })),
      chunks: (text?.chunks ?? []).map((part) => ({ ...part, ...onFirstPage })),
    });
    if (!stored) throw new Error('no rendition was stored');
    await documents.endPass(key, version, 'render');
    await documents.findSensitivity(key);
    await documents.listChunksToEmbed(key, version);
    await documents.storeVectors(key, 'g@1', [{ textHash: 'h', vector: new Float32Array([1]) }]);
    await documents.findVectors(org, 'g@1', ['h']);
    await documents.listSource(org, 'folder');
    await documents.listSpacesOfSources(org);
    await documents.sourceProgress(org, 'folder');
    await documents.listReadable(org);
    await documents.isBlobUsed(org, parent.sha256);
    await documents.sweepVectors(org);
    await documents.listErased(org);
    await documents.countByState(org);
    await documents.countLabelled(org);
    await documents.countAwaiting(org);
    await documents.ageOf(key, version);
    await documents.countUnfinished(org, {
      source: 'folder',
      passes: true,
      vectors: { generation: 'g@1', sendable: sensitivities },
    });
    await documents.countUnfinished(org, { passes: false, vectors: null });
    await documents.countText(org);
    await documents.foldCounts(org);
    await documents.oldestWaitingSeconds(org);
    const named = aSubmission({ accessClass, source: 'workplace:travail', title: 'Comité social (CS)' });
    const { id: other } = await documents.submit(named);
    await documents.beginWork({ org, id: other }, 1);
    await documents.publish({ org, id: other }, 1, {
      ...aVersion(other, { title: '', text: 'Un avis.' }),
      title: null,
    });
    await documents.submit({ ...named, title: 'Comité technique (CT)' });
    await documents.rekeyTexts({ org, id: other }, { embed: true });
    await documents.endRenaming({ org, id: other }, 'Comité technique (CT)');
    await documents.requeueUnfinished();
    await documents.removeChildrenExcept(key, [id]);
    await documents.removeChildrenExcept(key, []);
    const gone = await documents.submit(aSubmission({ accessClass, externalId: 'gone.md' }));
    await documents.settle({ org, id: gone.id }, gone.version, { state: 'failed', reason: 'internal-error' });
    await documents.remove(org, [gone.id]);
    await documents.submit(aSubmission({ accessClass, externalId: 'gone.md' }));
    await documents.reindex(org);
    await documents.reindex(org, { subject: { kind: 'space', id: 'mairie' } });
    await documents.reindex(org, { subject: { kind: 'document', id }, by: 'alice' });
    await documents.goOnReading(org, { kind: 'organisation' });
    await documents.readAgain(key);
    await documents.endRebuild(key, 'bytes-missing');
    return { id, chunkId: published.chunked.chunks[0]?.id ?? '' };
  }

  async function useIndexHealth(health: ReturnType<typeof createIndexHealth>): Promise<void> {
    await health.count(org);
    await health.count(org, 'mairie');
    await health.listSpaces(org);
    await health.countOutbox(org);
    for (const subject of [{ kind: 'organisation' }, { kind: 'space', id: 'mairie' }] as const) {
      await health.findRebuild(org, subject);
      await health.listGivenUp(org, subject, 10);
      await health.countGivenUp(org, subject);
    }
    await health.listRebuilds(org, 10);
    await health.keepComparison(org, 0);
    await health.lastComparison(org);
  }

  async function useErasures(
    erasures: ReturnType<typeof createErasureStore>,
    documents: ReturnType<typeof createDocumentStore>,
    accessClass: number,
  ): Promise<void> {
    const { id } = await documents.submit(aSubmission({ accessClass, externalId: 'erased.md' }));
    await erasures.findByPath(org, 'erased.md', 'mairie');
    for (const erasureId of [randomUUID(), randomUUID()])
      await erasures.eraseDocument(org, id, { erasureId, user: null });
    await erasures.dropTombstones(org, new Date(0));
    const receipt = { erasureId: id, begunAt: new Date(), endedAt: new Date(), idsHash: '', stores: {} };
    await erasures.recordReceipt(org, receipt, null);
    const back = await documents.submit(aSubmission({ accessClass, externalId: 'back.md' }));
    const known = {
      kind: 'document',
      organisation: org,
      documentId: back.id,
      at: new Date(),
      erased: true,
    } as const;
    for (const version of [0, 1, 2]) await erasures.replayDocument({ ...known, version }, randomUUID());
    for await (const page of erasures.listKnown(org)) expect(page).toBeDefined();
    await erasures.isPersonErased(org, '', new Date());
    await erasures.recordReplay(org, { documents: 1 });
  }

  async function* tablesOf({ read }: ReturnType<typeof createOrganisationExport>): AsyncGenerator<string> {
    const names: string[] = [];
    await read(org, async ({ name, pages }) => {
      names.push(name);
      for await (const page of pages) expect(page.length).toBeGreaterThan(0);
    });
    yield* names;
  }

  async function usePeople(people: ReturnType<typeof createPersonData>): Promise<void> {
    await people.listIds(org);
    await people.profile(org, 'bruno');
    await people.listConversations(org, 'bruno');
    await people.listShares(org, 'bruno');
    await people.listFeedback(org, 'bruno');
    await people.listSecurityItems(org, 'bruno');
    await people.listUploads(org, 'bruno');
    await people.listSpending(org, 'bruno');
    await people.listBudgets(org, 'bruno');
    await people.listAudit(org, 'bruno');
    await people.recordExport(org, 'bruno', null);
    await people.erase(org, 'bruno', { by: null });
  }

  async function useShares(shares: ReturnType<typeof createConversationShares>): Promise<void> {
    const exchange = anExchange({ org, user: 'alice' });
    await createConversationRepository(database).saveExchange(exchange);
    const { conversationId: id } = exchange;
    const [alice, bruno] = [
      { org, user: 'alice' },
      { org, user: 'bruno' },
    ];
    await shares.setAllowed(org, true, 'alice');
    expect(await shares.isAllowed(org)).toBe(true);
    for (const principal of ['user:bruno', 'space:mairie']) await shares.share(alice, id, principal);
    expect(await shares.list(alice, id)).toHaveLength(2);
    expect(await shares.listFor(bruno, { limit: 5, before: { sharedAt: new Date(), id } })).toHaveLength(1);
    const found = await shares.findFor(bruno, id);
    const messages = (found?.messages ?? []).map((message) => ({
      ...message,
      id: randomUUID(),
      copiedOf: message.id,
    }));
    await shares.saveCopy({ ...bruno, id: randomUUID(), title: 'a', from: { id, owner: 'alice' }, messages });
    for (const principal of ['user:bruno', 'space:mairie'])
      expect(await shares.unshare(alice, id, principal)).toBe(true);
  }

  async function useHolds(
    holds: ReturnType<typeof createHoldRepository>,
    retention: ReturnType<typeof createRetentionRepository>,
  ): Promise<void> {
    const conversations = createConversationRepository(database);
    const documents = createDocumentStore(database);
    const exchange = anExchange({ org, user: 'bruno' });
    await conversations.saveExchange(exchange);
    const { conversationId } = exchange;
    const { id } = await documents.submit(aSubmission({ accessClass: 1, externalId: 'held.md' }));
    const person = await holds.place(org, { kind: 'person', id: 'bruno' }, 'a', null);
    const document = await holds.place(org, { kind: 'document', id }, 'b', 'alice');
    await holds.list(org, { released: true });
    await conversations.remove(org, 'bruno', conversationId);
    await documents.remove(org, [id]);
    for await (const page of holds.contents(org)) expect(page.length).toBeGreaterThan(0);
    await conversations.saveExchange(anExchange({ org, user: 'bruno' }));
    for (const hold of [person, document]) await holds.release(org, hold.id, null);
    await retention.save(org, { conversationDays: 1 }, null);
    await retention.find(org);
    await retention.purgeConversations(org, new Date(0));
    await retention.purgeConversations(org, new Date(Date.now() + 1_000));
  }

  async function useProviders(providers: ReturnType<typeof createProviderRepository>): Promise<void> {
    const secret = { host: 'https://a.example', sealed: Uint8Array.of(1) };
    const provider = {
      org,
      id: 'a',
      name: 'A',
      dialect: 'generic',
      baseUrl: 'https://a.example/v1',
      models: { chat: 'm' },
      trust: 'eu',
      hosting: null,
      prices: { promptEuro: 1, completionEuro: 2 },
      enabled: true,
    } as const;
    await providers.save(provider, { secret, by: null });
    await providers.save({ ...provider, baseUrl: 'https://b.example/v1' }, { secret: 'keep', by: null });
    await providers.find(org, 'a');
    await providers.list(org);
    await providers.choose(org, { space: null, provider: 'a' }, null);
    await providers.choose(org, { space: 'mairie', provider: null }, null);
    await providers.readChoices(org);
    const chosen = { provider: 'a', model: 'm' };
    await providers.chooseEngine(org, 'reranking', chosen, null);
    await providers.chooseEngine(org, 'embeddings', { ...chosen, queryPrefix: '', passagePrefix: '' }, null);
    await providers.chooseEngine(org, 'embeddings', null, null);
    await providers.readEngineChoices(org);
    await providers.readSetup(org);
    await providers.saveCapabilities(org, 'a', { probedAt: new Date(), results: [] });
    await providers.savePolicy(org, strictPolicy, null);
    await providers.readPolicy(org);
    await providers.listSecrets(org);
    await providers.replaceSecret(org, 'a', secret, { ...secret, sealed: Uint8Array.of(2) });
    await providers.remove(org, 'a', null);
  }

  async function useLibrary(
    library: ReturnType<typeof createLibrary>,
    within: Awaited<ReturnType<typeof authoriseCaller>>,
    { id, chunkId }: Found,
  ): Promise<void> {
    await library.readPassages(within, [chunkId]);
    await library.readableAmong(within, [chunkId]);
    await library.readSections(within, [chunkId]);
    await library.readDocuments(within, [id], { tokens: 100 });
    await library.find(within, id);
    await library.lostAmong(within, [{ id, version: 1 }]);
    await library.lostUses(org, [{ user: 'alice', id, version: null }]);
    await library.findReadable(within, [id]);
    await library.list(within, { limit: 1 });
    await library.list(within, { limit: 1, space: 'mairie', folder: 'a', after: { path: 'a', id } });
    await library.suggest(within, { document: id }, 3);
    await library.suggest(within, { space: 'mairie' }, 3);
    await library.readText(within, id);
    await library.locate(within, id, chunkId);
    await library.findPages(within, id);
    await library.summarise(within, {});
    await library.summarise(within, { spaces: ['mairie'], folders: ['a'], documents: [id] });
  }

  async function useAliases(
    aliases: ReturnType<typeof createAliasRepository>,
    within: Awaited<ReturnType<typeof authoriseCaller>>,
  ): Promise<void> {
    const id = await aliases.add(
      org,
      { acronym: 'CPF', expansion: 'compte personnel de formation' },
      'alice',
    );
    await aliases.find(within, { acronyms: ['cpf'], expansions: ['compt personnel format'] });
    await aliases.list(within, { limit: 1, query: 'cpf', status: 'added', after: { acronym: 'A', id } });
    await aliases.show(within, id);
    await aliases.listAdded(org);
    await aliases.hide(org, id, 'alice');
    await aliases.unhide(org, id, 'alice');
    await aliases.remove(org, id, 'alice');
  }

  async function useBudgets(budgets: ReturnType<typeof createBudgetRepository>): Promise<void> {
    const periods = { day: '2026-11-26', month: '2026-11-01' };
    const spender = { user: 'alice', spaces: ['mairie'] };
    const { id: budget } = await budgets.set(
      org,
      { subject: { kind: 'user', id: '*' }, unit: 'tokens', period: 'day', soft: 10, hard: 20 },
      { by: 'alice', opensOn: periods.day },
    );
    const [concerned] = await budgets.findConcerned(org, spender, periods);
    if (!concerned) throw new Error('no budget concerns the question');
    const purses = [{ ...concerned.purse, amount: 20 }];
    await budgets.open(org, purses);
    const spent = { ...nothingSpent, promptTokens: 20 };
    for (const expiresAt of [new Date(0), new Date()]) {
      const id = randomUUID();
      await budgets.reserve(org, { ...spender, id, purses, estimate: spent, expiresAt });
      const amounts = { requests: 1, tokens: 20, microEuros: null };
      await budgets.settle(org, { ...spender, id, at: new Date(), spent, amounts });
    }
    await budgets.settleExpired(org, new Date());
    await budgets.noteExhausted(org, concerned.purse, new Date());
    await budgets.fold(org, { before: new Date(0), firstKept: '1970-01-01', timeZone: 'Europe/Paris' });
    await budgets.list(org, periods);
    await budgets.alerts(org, 10);
    const span = { from: new Date(0), to: new Date() };
    for (const by of [usageGroupings, []])
      await budgets.usage(org, span, { by, timeZone: 'Europe/Paris', limit: 10 });
    await budgets.remove(org, budget, null);
  }

  async function useDataKeys(keys: ReturnType<typeof createDataKeyRepository>): Promise<void> {
    const [one, other] = [Uint8Array.of(1), Uint8Array.of(2)];
    await keys.add(org, one);
    await keys.add(org, other);
    expect(await keys.find(org)).toEqual(one);
    expect(await keys.replace(org, one, other)).toBe(true);
  }

  async function useServiceKeys(keys: ReturnType<typeof createServiceKeyRepository>): Promise<void> {
    const expiresAt = new Date(Date.now() + 60_000);
    const made = { hash: 'a hash', by: 'alice' };
    const { id } = await keys.add(org, { name: 'n', scopes: ['events:write'], source: 's', expiresAt }, made);
    expect(await keys.findLive('a hash')).toEqual({
      org,
      keyId: id,
      scopes: ['events:write'],
      source: 's',
    });
    await keys.list(org);
    await keys.revoke(org, id, null);
  }

  async function useSignOn(
    issuers: ReturnType<typeof createTrustedIssuerRepository>,
    sessions: ReturnType<typeof createSessionRepository>,
  ): Promise<void> {
    const issuer = { org, id: 'i', kind: 'oidc', issuer: 'test', audience: 'a', jwksUrl: null } as const;
    const [before, after] = [new Uint8Array([1]), new Uint8Array([2])];
    await issuers.save({ ...issuer, profile: 'standard', publicName: 'Essai' }, { secret: before, by: null });
    await issuers.replaceSecret(org, 'i', before, after);
    expect(await issuers.list(org)).toHaveLength(1);
    expect(await issuers.find(org, 'i')).toMatchObject({ secret: after });
    expect(await issuers.findByIssuer('test')).toHaveLength(1);
    expect(await issuers.listPublic()).toHaveLength(1);
    const session = { org, issuerId: 'i', subject: 'alice', kind: 'browser', user: 'alice' } as const;
    for (const hash of ['one', 'two'])
      await sessions.open({ ...session, providerSession: 's', idToken: before, hash, lifeMs: 60_000 });
    expect(await sessions.findLive('one')).toEqual({ org, issuer: 'test', subject: 'alice' });
    expect(await sessions.end('one')).toEqual({ org, issuerId: 'i', kind: 'browser', idToken: before });
    expect(await sessions.end('one')).toBeNull();
    expect(await sessions.endOf(org, 'i', { providerSession: 's', subject: 'alice' })).toBe(1);
    expect(await sessions.endOf(org, 'i', { providerSession: null, subject: null })).toBe(0);
    expect(await sessions.use(org, 'i', 'j', new Date(Date.now() + 60_000))).toBe(true);
    expect(await sessions.use(org, 'i', 'j', new Date())).toBe(false);
    await issuers.remove(org, 'i', null);
  }

  async function useBackfills(backfills: BackfillStore): Promise<void> {
    const source: Source = {
      ...{ org, id: 'travail', title: 't', tenant: org, isDirectory: true, mode: 'push' },
      ...{ exportUrl: null, contentOrigins: [], receiptsUrl: null, lateCheckUrl: null, enabled: true },
    };
    await createSourceRepository(database).save(source, { exportToken: null, by: null });
    const spoken = [
      anEvent('user.upserted', 'user/parti', { tenant: org, name: 'Parti' }),
      anEvent('space.created', 'space/parti', { tenant: org, title: 'Parti' }),
      anEvent('group.members.snapshot', 'group/parti', { tenant: org, members: ['user:parti'] }),
    ].map((event) => workplaceEvent.parse(event));
    const delivery = { lane: 'bulk', now: new Date(), rejected: 0 } as const;
    await createWorkplaceStore(database).apply(source, spoken, delivery);
    const started = await backfills.start(source, { spaces: null, by: null });
    expect((await backfills.countUnnamed(started)).unlisted).toBe(3);
    expect(await backfills.listUnknownSpaces({ ...started, spaces: ['mairie', 'nulle-part'] })).toEqual([
      'nulle-part',
    ]);
    await backfills.expect(started, 2);
    const now = new Date();
    expect((await backfills.listDue(new Date(Date.now() + 60_000))).map(({ id }) => id)).toEqual([
      started.id,
    ]);
    const said = ['a', 'b'].map((id) => workplaceEvent.parse(anEncryptedDocument(id, { tenant: org })));
    const page = { events: said, spared: ['c'], unreadable: 1, nameless: 0, problems: ['data.acl: missing'] };
    const after = { phase: 'items', spaceAt: 0, cursor: null } as const;
    const empty = { ...page, events: [], unreadable: 0 };
    await backfills.takePage(started, source, empty, { after, now, removesUnnamed: true });
    expect((await backfills.countUnnamed(started)).known).toBe(0);
    const listing = { ...started, ...after };
    await backfills.takePage(listing, source, page, { after: { ...after, cursor: 'n' }, now });
    const second = { ...listing, cursor: 'n' };
    expect(await backfills.takePage(listing, source, page, { after, now })).toBe(false);
    expect(await backfills.countUnlisted(second)).toEqual({ known: 2, unlisted: 0 });
    expect(await backfills.listUnlisted(second, 10)).toEqual([]);
    const found = said.slice(0, 1);
    expect(await backfills.sweep(second, source, { gone: ['b'], found, spared: [] }, { now })).toBe(true);
    await backfills.postpone(second, 'EXPORT_UNAVAILABLE', now);
    await backfills.change(org, started.id, 'pause', { force: false, by: null });
    await backfills.change(org, started.id, 'resume', { force: true, by: null });
    await backfills.finish(second, null);
    expect(await backfills.find(org, started.id)).toMatchObject({ state: 'done', listed: 3, removed: 0 });
    expect(await backfills.list(org, { source: 'travail', limit: 10 })).toHaveLength(1);
  }

  async function useWorkplace(sources: SourceRepository, workplace: WorkplaceStore): Promise<void> {
    const source: Source = {
      ...{ org, id: 'annuaire', title: 'a', tenant: org, isDirectory: false, mode: 'push', exportUrl: null },
      ...{ contentOrigins: [], receiptsUrl: null, lateCheckUrl: 'https://wiki.example/', enabled: true },
    };
    await sources.save(source, { exportToken: null, by: 'alice' });
    const secret = { id: randomUUID(), sealed: new Uint8Array([1]) };
    expect(await sources.addSecret(org, 'annuaire', secret, { keep: 2 })).toBe(true);
    expect(await sources.listSecrets(org, 'annuaire')).toHaveLength(1);
    expect(await sources.findExportToken(org, 'annuaire')).toBeNull();
    expect(await sources.find(org, 'annuaire')).toMatchObject({ id: 'annuaire' });
    expect(await sources.listAll()).toContainEqual(expect.objectContaining({ org, id: 'annuaire' }));
    expect(await sources.list(org)).toContainEqual(expect.objectContaining({ id: 'annuaire' }));

    const said = (kind: string, subject: string, data: object = {}) =>
      anEvent(kind, subject, { tenant: org, ...data });
    const acl = { allow: ['space:44'], inherited: true };
    const file = { dataref: 'https://travail.example/f', size: 1, sha256: 'a'.repeat(64) };
    const document = {
      tenant: org,
      space: '44',
      folderPath: ['f'],
      acl,
      retentionUntil: '2030-01-01T00:00:00Z',
    };
    const events = [
      said('space.created', 'space/44', { title: 'Espace' }),
      said('space.members.snapshot', 'space/44', { members: ['user:zoe', 'grp:g'] }),
      said('group.members.changed', 'group/g', { added: ['user:zoe'], removed: ['user:ana'] }),
      said('user.upserted', 'user/zoe', { name: 'Zoé', identities: [{ issuer: 'i', subject: 's' }] }),
      said('user.disabled', 'user/ana'),
      aDocument('note', file, document),
      said('folder.acl.changed', 'folder/f', { space: '44', acl, aclVersion: 2 }),
      said('document.moved', 'doc/note', {
        space: '44',
        folderPath: ['f'],
        acl: { allow: [] },
        aclVersion: 3,
      }),
      said('space.archived', 'space/44'),
      said('org.policy.changed', 'org', { guests: 'excluded' }),
      said('user.erased', 'user/zoe'),
      { ...said('source.heartbeat', 'source', { maxSequence: '9', spaces: [] }) },
    ].map((event) => workplaceEvent.parse(event));
    const now = new Date();
    await workplace.apply(source, events, { lane: 'interactive', now, rejected: 1 });
    const found = await workplace.findItem(source, 'note');
    const key = { org, id: found?.documentId ?? '' };
    await workplace.beginFetch(key, 1);
    await workplace.endFetch(key, 1, 'interactive');
    expect(await workplace.knowsAny(source, ['inconnu', 'note'])).toBe(true);
    expect(await workplace.knowsAny(source, ['inconnu'])).toBe(false);
    expect(await workplace.declaresLateCheck(org)).toBe(true);
    expect(await workplace.listLateChecked(org, { documents: [key.id] })).toHaveLength(1);
    expect(await workplace.listLateChecked(org, { chunks: [key.id] })).toEqual([]);
    expect((await workplace.findDocumentIds(org, 'annuaire', ['note'])).get('note')).toBe(key.id);
    await workplace.endRetention(org, new Date('2031-01-01'));
    const last = [said('space.deleted', 'space/44'), said('document.deleted', 'doc/note')];
    const end = { lane: 'interactive', now, rejected: 0 } as const;
    await workplace.apply(
      source,
      last.map((event) => workplaceEvent.parse(event)),
      end,
    );
    await workplace.forgetIds(org, now);
    expect(await sources.remove(org, 'annuaire', null)).toBe(0);
  }

  async function useReceipts(receipts: ReceiptStore): Promise<void> {
    const source = { org, id: 'travail' };
    const now = new Date();
    await receipts.postpone(source, now);
    expect(await receipts.listDue(source, 10, now)).toEqual({ receipts: [], attempts: 1 });
    await receipts.markTold(source, 1);
    await receipts.dropOlder(source, now);
    await receipts.end(source, now);
  }

  async function useEvaluations(evaluations: EvaluationStore): Promise<void> {
    const questions = [{ id: 'q1', question: 'Où ?', tags: [] }];
    await evaluations.saveSet(org, { id: 'jeu', title: 'Jeu', questions }, 'alice');
    expect(await evaluations.listSets(org)).toMatchObject([{ id: 'jeu', questions: 1, unanswerable: 0 }]);
    expect(await evaluations.findSet(org, 'jeu')).toMatchObject({ questions });
    expect(await evaluations.membersOf(org, 'personne')).toEqual([]);
    const set = { setId: 'jeu', title: 'Jeu', questions, principal: 'user:alice', people: ['alice'] };
    const launched = { ...set, endpoint: 'ask', provider: null, promptVersion: null } as const;
    const [run] = await evaluations.start(org, [launched], 'alice');
    if (!run) throw new Error('no run was started');
    expect((await evaluations.listDue()).map(({ id }) => id)).toEqual([run.id]);
    expect(await evaluations.nextQuestion(run)).toEqual({ ordinal: 0, question: questions[0] });
    const line = aResultLine({ as: 'alice' });
    const documents = [{ id: randomUUID(), version: 1 }];
    await evaluations.addResult(run, { ordinal: 0, line, documents });
    expect(await evaluations.results(org, run.id)).toMatchObject([{ ordinal: 0, documents }]);
    await evaluations.change(org, run.id, 'cancel', 'alice');
    await evaluations.change(org, run.id, 'resume', 'alice');
    await evaluations.finish(run, null);
    expect(await evaluations.find(org, run.id)).toMatchObject({ state: 'done', done: 1 });
    expect(await evaluations.list(org, 5)).toHaveLength(1);
    expect(await evaluations.dropEnded(org, new Date(0))).toBe(0);
    await evaluations.remove(org, run.id, 'alice');
    await evaluations.removeSet(org, 'jeu', 'alice');
  }

  async function useReconciliation(reconciliation: ReconciliationStore): Promise<void> {
    const source = { org, id: 'travail' };
    const now = new Date();
    const spaces = [{ space: 'ailleurs', count: 2, digest: '0123456789abcdef' }];
    await reconciliation.noteAsked(source, now);
    expect(await reconciliation.takePushed(source)).toBeNull();
    await reconciliation.compare(source, { spaces, maxSequence: 9, isComplete: true }, now);
    await reconciliation.noteRepair(source, ['ailleurs'], now);
    const { differences } = await reconciliation.read(source);
    expect(differences).toContainEqual(expect.objectContaining({ space: 'ailleurs', known: 0, said: 2 }));
  }

  async function useAudit(audit: ReturnType<typeof createAuditRepository>): Promise<void> {
    const page = { limit: 1, action: 'answer', since: new Date(0), until: new Date() };
    await audit.list(org, { ...page, order: 'oldest', after: 0 });
    await audit.list(org, { ...page, order: 'latest', after: 9 });
    expect(await verifyAudit({ audit }, org)).toMatchObject({ fault: null });
    await audit.drop(org, new Date(), null);
    expect(await audit.head(org)).toMatchObject({ sequence: expect.any(Number) });
  }

  async function useFeedback(
    feedback: ReturnType<typeof createFeedbackRepository>,
    securityItems: ReturnType<typeof createSecurityItemRepository>,
  ): Promise<void> {
    const exchange = anExchange({ org });
    const { messageId } = exchange;
    await createConversationRepository(database).saveExchange(exchange);
    await feedback.give(org, 'alice', {
      messageId,
      useful: true,
      sources: [{ n: 1, useful: true }],
      reasons: ['should-not-see'],
      comment: 'Pourquoi ?',
    });
    const [item] = await securityItems.list(org, { limit: 1, state: 'open' });
    if (!item) throw new Error('no security item was opened');
    await securityItems.list(org, { limit: 1, before: item });
    await securityItems.update(org, item.id, { state: 'closed', note: 'Vu.' }, 'bruno');
    await feedback.listOwn(org, 'alice', [messageId]);
    const since = new Date(0);
    await feedback.list(org, { limit: 1, useful: true, reason: 'should-not-see', since });
    await feedback.list(org, { limit: 1, before: { givenAt: new Date(), messageId } });
    await feedback.recordReading(org, 'bruno', [messageId]);
    await feedback.listJudged(org, 10);
    await feedback.withdraw(org, 'alice', messageId);
  }

  async function useConversations(
    conversations: ReturnType<typeof createConversationRepository>,
  ): Promise<void> {
    const exchange = anExchange({ org });
    const { conversationId } = exchange;
    await conversations.saveExchange(exchange);
    await conversations.list(org, 'alice', { limit: 1 });
    await conversations.list(org, 'alice', {
      limit: 1,
      before: { updatedAt: new Date(), id: conversationId },
    });
    await conversations.list(org, 'alice', { limit: 1, query: 'combien matricule' });
    await conversations.saveExchange(
      anExchange({ org, conversationId, opensConversation: false, retryOf: exchange.messageId }),
    );
    await conversations.find(org, 'alice', conversationId);
    await conversations.find(org, 'alice', conversationId, { beforeMessage: exchange.messageId });
    await conversations.findQuestion(org, 'alice', exchange.messageId);
    await conversations.rename(org, 'alice', conversationId, 'Autre titre');
    await conversations.remove(org, 'alice', conversationId);
  }
});
