import type { Migration } from 'kysely/migration';
import * as spine from './0001-spine.ts';
import * as reading from './0002-reading.ts';
import * as generations from './0003-generations.ts';
import * as aliases from './0004-aliases.ts';
import * as calibration from './0005-calibration.ts';
import * as feedback from './0006-feedback.ts';
import * as documentsInScope from './0007-documents-in-scope.ts';
import * as spend from './0008-spend.ts';
import * as providers from './0009-providers.ts';
import * as conversations from './0010-conversations.ts';
import * as quotedFloor from './0011-quoted-floor.ts';
import * as secondOpinion from './0012-second-opinion.ts';
import * as engines from './0013-engines.ts';
import * as spendByMonth from './0014-spend-by-month.ts';
import * as scopeCounts from './0015-scope-counts.ts';
import * as auditChain from './0016-audit-chain.ts';
import * as guests from './0017-guests.ts';
import * as failingGenerations from './0018-failing-generations.ts';
import * as workplace from './0019-workplace.ts';
import * as serviceKeys from './0020-service-keys.ts';
import * as signOn from './0021-sign-on.ts';
import * as lifecycle from './0022-lifecycle.ts';
import * as legalHolds from './0023-legal-holds.ts';
import * as backfills from './0025-backfills.ts';
import * as reconciliationAndReceipts from './0026-reconciliation-and-receipts.ts';
import * as assistantSwitches from './0027-assistant-switches.ts';
import * as sharedConversations from './0028-shared-conversations.ts';
import * as identitiesClaimed from './0029-identities-claimed.ts';
import * as deployment from './0030-deployment.ts';
import * as dataKeys from './0031-data-keys.ts';
import * as failedDocuments from './0032-failed-documents.ts';
import * as renamedDocuments from './0032-renamed-documents.ts';
import * as suggestions from './0040-suggestions.ts';
import * as indexHealth from './0041-index-health.ts';
import * as spaceAnimators from './0042-space-animators.ts';
import * as evaluations from './0043-evaluations.ts';
import * as scopeFreshness from './0044-scope-freshness.ts';
import * as signInServices from './0045-sign-in-services.ts';
import * as rightsFirst from './0046-rights-first.ts';
import * as unreadAgain from './0047-unread-again.ts';

/** Every migration in order. A new one is one file and one line here; a released one never changes. */
export const migrations: Record<string, Migration> = {
  '0001-spine': spine,
  '0002-reading': reading,
  '0003-generations': generations,
  '0004-aliases': aliases,
  '0005-calibration': calibration,
  '0006-feedback': feedback,
  '0007-documents-in-scope': documentsInScope,
  '0008-spend': spend,
  '0009-providers': providers,
  '0010-conversations': conversations,
  '0011-quoted-floor': quotedFloor,
  '0012-second-opinion': secondOpinion,
  '0013-engines': engines,
  '0014-spend-by-month': spendByMonth,
  '0015-scope-counts': scopeCounts,
  '0016-audit-chain': auditChain,
  '0017-guests': guests,
  '0018-failing-generations': failingGenerations,
  '0019-workplace': workplace,
  '0020-service-keys': serviceKeys,
  '0021-sign-on': signOn,
  '0022-lifecycle': lifecycle,
  '0023-legal-holds': legalHolds,
  '0025-backfills': backfills,
  '0026-reconciliation-and-receipts': reconciliationAndReceipts,
  '0027-assistant-switches': assistantSwitches,
  '0028-shared-conversations': sharedConversations,
  '0029-identities-claimed': identitiesClaimed,
  '0030-deployment': deployment,
  '0031-data-keys': dataKeys,
  '0032-failed-documents': failedDocuments,
  '0032-renamed-documents': renamedDocuments,
  '0040-suggestions': suggestions,
  '0041-index-health': indexHealth,
  '0042-space-animators': spaceAnimators,
  '0043-evaluations': evaluations,
  '0044-scope-freshness': scopeFreshness,
  '0045-sign-in-services': signInServices,
  '0046-rights-first': rightsFirst,
  '0047-unread-again': unreadAgain,
};
