import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import type { JobObserver } from '../adapters/bullmq/bull-job.ts';
import { openEmbeddedPostgres } from '../adapters/embedded-postgres/cluster.ts';
import { checkRoom } from '../adapters/filesystem/check-room.ts';
import { createFolderScanner } from '../adapters/filesystem/folder-scanner.ts';
import { openLocalIssuer } from '../adapters/local-issuer/local-issuer.ts';
import { createAccessExplanations } from '../adapters/postgres/access-explanations.ts';
import { createAccessRepository } from '../adapters/postgres/access-repository.ts';
import { createAliasRepository } from '../adapters/postgres/alias-repository.ts';
import { createAssistantSwitch } from '../adapters/postgres/assistant-switch.ts';
import { createAuditRepository } from '../adapters/postgres/audit-repository.ts';
import { createBudgetRepository } from '../adapters/postgres/budget-repository.ts';
import { createCalibrationRepository } from '../adapters/postgres/calibration-repository.ts';
import { createConversationRepository } from '../adapters/postgres/conversation-repository.ts';
import { createConversationShares } from '../adapters/postgres/conversation-shares.ts';
import { createDataKeyRepository } from '../adapters/postgres/data-key-repository.ts';
import { openDatabase } from '../adapters/postgres/database.ts';
import { createDirectory } from '../adapters/postgres/directory.ts';
import { createDocumentStore } from '../adapters/postgres/document-store.ts';
import { createDatabaseDump } from '../adapters/postgres/dump/database-dump.ts';
import { createErasureStore } from '../adapters/postgres/erasure-store.ts';
import { createEvaluationStore } from '../adapters/postgres/evaluation-store.ts';
import { createExposureReport } from '../adapters/postgres/exposure-report.ts';
import { openExternalPostgres } from '../adapters/postgres/external-server.ts';
import { createFailedDocuments } from '../adapters/postgres/failed-documents.ts';
import { createFeedbackRepository } from '../adapters/postgres/feedback-repository.ts';
import { createFusionStore } from '../adapters/postgres/fusion-store.ts';
import { createGenerationStore } from '../adapters/postgres/generation-store.ts';
import { createHoldRepository } from '../adapters/postgres/hold-repository.ts';
import { createInbox } from '../adapters/postgres/inbox.ts';
import { createIndexHealth } from '../adapters/postgres/index-health.ts';
import { createLeadership } from '../adapters/postgres/leadership.ts';
import { createLibrary } from '../adapters/postgres/library.ts';
import { createMonitoringStore } from '../adapters/postgres/monitoring-store.ts';
import { createOrganisationExport } from '../adapters/postgres/organisation-export.ts';
import { createOrganisationLife } from '../adapters/postgres/organisation-life.ts';
import { createOutbox } from '../adapters/postgres/outbox.ts';
import { createPersonData } from '../adapters/postgres/person-data.ts';
import { createPrivateAnswers } from '../adapters/postgres/private-answers.ts';
import { createPromptChoices } from '../adapters/postgres/prompt-choices.ts';
import { createProviderRepository } from '../adapters/postgres/provider-repository.ts';
import { createRetentionRepository } from '../adapters/postgres/retention-repository.ts';
import { createSecurityItemRepository } from '../adapters/postgres/security-item-repository.ts';
import { watchServer } from '../adapters/postgres/server-watch.ts';
import { createServiceKeyRepository } from '../adapters/postgres/service-key-repository.ts';
import { createSessionRepository } from '../adapters/postgres/session-repository.ts';
import { createTrustedIssuerRepository } from '../adapters/postgres/trusted-issuer-repository.ts';
import { createBackfillStore } from '../adapters/postgres/workplace/backfill-store.ts';
import { createReceiptStore } from '../adapters/postgres/workplace/receipt-store.ts';
import { createReconciliationStore } from '../adapters/postgres/workplace/reconciliation-store.ts';
import { createSourceRepository } from '../adapters/postgres/workplace/source-repository.ts';
import { createWorkplaceStore } from '../adapters/postgres/workplace/workplace-store.ts';
import { createDataKeys } from '../adapters/secret-box/data-keys.ts';
import { createSecretBox } from '../adapters/secret-box/secret-box.ts';
import { AppError, codeOf, isAppError } from '../core/errors.ts';
import type { AccessExplanations } from '../ports/access-explanations.ts';
import type { AccessRepository } from '../ports/access-repository.ts';
import type { AliasRepository } from '../ports/alias-repository.ts';
import type { AssistantSwitch } from '../ports/assistant-switch.ts';
import type { AuditRepository } from '../ports/audit-repository.ts';
import type { BackfillStore } from '../ports/backfill-store.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { BudgetRepository } from '../ports/budget-repository.ts';
import type { CalibrationRepository } from '../ports/calibration-repository.ts';
import type { ConversationRepository } from '../ports/conversation-repository.ts';
import type { ConversationShares } from '../ports/conversation-shares.ts';
import type { DataKeyRepository } from '../ports/data-keys.ts';
import type { DatabaseDump } from '../ports/database-dump.ts';
import type { Directory } from '../ports/directory.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { ErasureStore } from '../ports/erasure-store.ts';
import type { EvaluationStore } from '../ports/evaluation-store.ts';
import type { ExposureReport } from '../ports/exposure-report.ts';
import type { FailedDocuments } from '../ports/failed-documents.ts';
import type { FeedbackRepository } from '../ports/feedback-repository.ts';
import type { FolderScanner } from '../ports/folder-scanner.ts';
import type { FusionStore } from '../ports/fusion-store.ts';
import type { GenerationStore } from '../ports/generation-store.ts';
import type { HoldRepository } from '../ports/hold-repository.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { IndexHealth } from '../ports/index-health.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Leadership } from '../ports/leadership.ts';
import type { Library } from '../ports/library.ts';
import type { MonitoringStore } from '../ports/monitoring.ts';
import type { OrganisationExport } from '../ports/organisation-export.ts';
import type { OrganisationLife } from '../ports/organisation-life.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { PersonData } from '../ports/person-data.ts';
import type { PrivateAnswers } from '../ports/private-answers.ts';
import type { PromptChoices } from '../ports/prompt-choices.ts';
import type { ProviderRepository } from '../ports/provider-repository.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import type { ReconciliationStore } from '../ports/reconciliation-store.ts';
import type { RetentionRepository } from '../ports/retention-repository.ts';
import type { SearchIndex } from '../ports/search-index.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { SecurityItemRepository } from '../ports/security-item-repository.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { SourceRepository } from '../ports/source-repository.ts';
import type { TokenIssuer } from '../ports/token-issuer.ts';
import type { TrustedIssuers } from '../ports/trusted-issuers.ts';
import type { WorkplaceStore } from '../ports/workplace-store.ts';
import { openBlobs } from './blobs.ts';
import { openIndex } from './open-index.ts';
import { openQueue } from './open-queue.ts';
import { keyFolder, secretKeysOf } from './secret-keys.ts';

/** Everything that keeps something. */
export type Stores = {
  readonly access: AccessRepository;
  readonly explanations: AccessExplanations;
  readonly documents: DocumentStore;
  readonly generations: GenerationStore;
  readonly library: Library;
  /**
   * For looks at rights that must come in time: on connections of their own, so that they do not wait behind questions.
   */
  readonly watching: {
    readonly access: Pick<AccessRepository, 'findPeople'>;
    readonly assistant: Pick<AssistantSwitch, 'read'>;
    readonly library: Pick<Library, 'lostUses'>;
  };
  readonly aliases: AliasRepository;
  readonly assistant: AssistantSwitch;
  readonly audit: AuditRepository;
  readonly budgets: BudgetRepository;
  readonly calibrations: CalibrationRepository;
  readonly conversations: ConversationRepository;
  readonly shares: ConversationShares;
  readonly erasures: ErasureStore;
  readonly directory: Directory;
  readonly evaluations: EvaluationStore;
  readonly exposure: ExposureReport;
  readonly failures: FailedDocuments;
  readonly feedback: FeedbackRepository;
  readonly securityItems: SecurityItemRepository;
  readonly fittedFusion: FusionStore;
  readonly holds: HoldRepository;
  readonly organisations: OrganisationLife;
  readonly organisationExport: OrganisationExport;
  readonly people: PersonData;
  readonly retention: RetentionRepository;
  readonly privateAnswers: PrivateAnswers;
  readonly promptChoices: PromptChoices;
  readonly providers: ProviderRepository;
  readonly secretBox: SecretBox;
  readonly dataKeys: DataKeyRepository;
  readonly sources: SourceRepository;
  readonly workplace: WorkplaceStore;
  readonly backfills: BackfillStore;
  readonly reconciliation: ReconciliationStore;
  readonly receipts: ReceiptStore;
  readonly serviceKeys: ServiceKeys;
  readonly sessions: Sessions;
  readonly trustedIssuers: TrustedIssuers;
  readonly leadership: Leadership;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly queue: JobQueue;
  readonly index: SearchIndex;
  readonly indexHealth: IndexHealth;
  readonly blobs: BlobStore;
  /** All of the database at once, for backups. */
  readonly dump: DatabaseDump;
  readonly monitoring: MonitoringStore;
  readonly scanner: FolderScanner;
  readonly issuer: TokenIssuer;
  /** True when no other process works on the same data. */
  readonly isSoleUser: boolean;
  /** Names of the stores that do not answer. */
  troubles(): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** Everything in one folder of this machine, but what the environment says is elsewhere. */
export async function openStores(
  environment: Environment,
  options: {
    /** Told what an operator should mend, though it works. */
    readonly onWarning?: (warning: string) => void;
    readonly onJob?: JobObserver;
  } = {},
): Promise<Stores> {
  const { dataFolder } = environment;
  const inData = (...parts: string[]) => join(dataFolder, ...parts);
  if (existsSync(stagingFolder(environment)))
    throw new AppError('CONFLICT', {
      detail: `${dataFolder}: a restoration goes on there, or was cut off: empty the folder and restore again.`,
    });
  const opened: { close(): Promise<void> }[] = [];
  const close = async () => {
    while (opened.length > 0) await opened.pop()?.close();
  };
  try {
    // PostgreSQL's user passes through it.
    await mkdir(dataFolder, { recursive: true, mode: 0o711 });
    await mkdir(inData('blobs'), { recursive: true, mode: 0o700 });
    await chmod(inData('blobs'), 0o700);
    const postgres = environment.database
      ? await openExternalPostgres(environment.database)
      : await openEmbeddedPostgres(inData('postgres'));
    opened.push({ close: () => postgres.release() });
    const watch = await watchServer(postgres.connection);
    opened.push(watch);
    const database = await openDatabase(postgres.connection, { watch });
    opened.push({ close: () => database.destroy() });
    const watching = await openDatabase(postgres.connection, { maxConnections: 2, watch, isUpToDate: true });
    opened.push({ close: () => watching.destroy() });
    const queue = await openQueue(environment, postgres.connection, options);
    opened.push(queue);
    const access = createAccessRepository(database);
    const outbox = createOutbox(database);
    const index = await openIndex(environment, {
      access,
      outbox,
      onWarning: (warning) => options.onWarning?.(warning),
    });
    opened.push(index);
    const secretBox = createSecretBox(await secretKeysOf(environment));
    const dataKeys = createDataKeyRepository(database);
    const blobs = await openBlobs(environment, createDataKeys({ dataKeys, secretBox }));
    opened.push({ close: async () => blobs.close() });
    return {
      access,
      explanations: createAccessExplanations(database),
      watching: {
        access: createAccessRepository(watching),
        assistant: createAssistantSwitch(watching),
        library: createLibrary(watching),
      },
      documents: createDocumentStore(database),
      generations: createGenerationStore(database),
      library: createLibrary(database),
      aliases: createAliasRepository(database),
      assistant: createAssistantSwitch(database),
      audit: createAuditRepository(database),
      budgets: createBudgetRepository(database),
      calibrations: createCalibrationRepository(database),
      conversations: createConversationRepository(database),
      shares: createConversationShares(database),
      erasures: createErasureStore(database),
      directory: createDirectory(database),
      evaluations: createEvaluationStore(database),
      exposure: createExposureReport(database),
      failures: createFailedDocuments(database),
      feedback: createFeedbackRepository(database),
      securityItems: createSecurityItemRepository(database),
      fittedFusion: createFusionStore(database),
      holds: createHoldRepository(database),
      organisations: createOrganisationLife(database),
      organisationExport: createOrganisationExport(database),
      people: createPersonData(database),
      retention: createRetentionRepository(database),
      privateAnswers: createPrivateAnswers(database),
      promptChoices: createPromptChoices(database),
      providers: createProviderRepository(database),
      secretBox,
      dataKeys,
      sources: createSourceRepository(database),
      workplace: createWorkplaceStore(database),
      backfills: createBackfillStore(database),
      reconciliation: createReconciliationStore(database),
      receipts: createReceiptStore(database),
      serviceKeys: createServiceKeyRepository(database),
      sessions: createSessionRepository(database),
      trustedIssuers: createTrustedIssuerRepository(database),
      leadership: createLeadership(database),
      inbox: createInbox(database),
      outbox,
      queue,
      index,
      indexHealth: createIndexHealth(database),
      blobs,
      dump: createDatabaseDump(postgres.connection),
      monitoring: createMonitoringStore(database),
      scanner: createFolderScanner(),
      issuer: await openLocalIssuer(join(keyFolder(environment), 'issuer.json')),
      isSoleUser: postgres.isSoleUser,
      troubles: async () => {
        const checks = {
          database: access.listOrganisations(),
          queue: queue.counts(),
          index: index.flush(),
          blobs: blobs.check(),
          disk: checkRoom(dataFolder, tunables.limits.leastFreeBytes),
        };
        const names = Object.keys(checks);
        const answers = await Promise.allSettled(Object.values(checks).map(inTime));
        return names.filter((_name, i) => answers[i]?.status === 'rejected');
      },
      close,
    };
  } catch (error) {
    await close();
    throw refusedFolder(error, dataFolder);
  }
}

/** Fails where there is no answer in time: who watches the process is told within two seconds (R80). */
function inTime(check: Promise<unknown>): Promise<unknown> {
  const { readyWithinMs } = tunables.limits;
  const late = sleep(readyWithinMs, undefined, { ref: false }).then(() => {
    throw new AppError('STORE_UNAVAILABLE');
  });
  return Promise.race([check, late]);
}

/** What the system says of a folder of somebody else, or of a disk that is only read. */
const refusals: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** Whatever was refused below the data folder is for the operator to mend: the error as ours; another one as it is. */
function refusedFolder(cause: unknown, dataFolder: string): unknown {
  const { path } = cause as NodeJS.ErrnoException;
  const code = codeOf(cause);
  const isWithin = path !== undefined && resolve(path).startsWith(resolve(dataFolder));
  // A folder that cannot be made is named by a parent that may lie outside.
  if (isAppError(cause) || !refusals.has(code) || !(isWithin || resolve(dataFolder).startsWith(`${path}/`)))
    return cause;
  return new AppError('CONFIGURATION_INVALID', {
    cause,
    explanation: {
      fr: `SOURCIER_DATA : le dossier ne peut pas être créé ou écrit (${code} : ${path}). Lancez Sourcier avec l’utilisateur à qui il est, changez ses droits, ou choisissez un autre dossier.`,
      en: `SOURCIER_DATA: the folder cannot be created or written (${code}: ${path}). Run Sourcier as the user that it belongs to, change its permissions, or choose another folder.`,
    },
  });
}

/** Where a backup is restored to, until it is whole: on the same file system, and never opened from outside. */
export function stagingFolder({ dataFolder }: Pick<Environment, 'dataFolder'>): string {
  return join(dataFolder, 'restoring');
}
