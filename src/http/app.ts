import cookie from '@fastify/cookie';
import formBody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler } from 'fastify-type-provider-zod';
import { tunables } from '../../config/tunables.ts';
import { isAdministrator, isOrganisationOwner, mayAudit, mayNamePeople } from '../core/access/roles.ts';
import type { ServiceScope } from '../core/access/service-key.ts';
import { AppError } from '../core/errors.ts';
import type { WatchReport } from '../core/watch/watch-once.ts';
import { ownOnly } from './content-policy.ts';
import { handleError } from './error-handler.ts';
import { acceptForms } from './plugins/accept-forms.ts';
import { requireToken } from './plugins/authenticate.ts';
import { observeRequests } from './plugins/observe-requests.ts';
import { refuseInCrowd } from './plugins/refuse-in-crowd.ts';
import { requireLink } from './plugins/require-link.ts';
import { requireRole } from './plugins/require-role.ts';
import { requireServiceKey } from './plugins/require-service-key.ts';
import { requireSignature } from './plugins/require-signature.ts';
import { addAlias, hideAlias, listAliases, removeAlias, unhideAlias } from './routes/admin-aliases.ts';
import { showAssistant, turnAssistant } from './routes/admin-assistant.ts';
import { listAudit, verifyAudit } from './routes/admin-audit.ts';
import { listAlerts, listBudgets, removeBudget, setBudget } from './routes/admin-budgets.ts';
import { eraseDocument } from './routes/admin-documents.ts';
import {
  cancelRun,
  compareRuns,
  exportRun,
  launchRuns,
  listRunResults,
  listRuns,
  removeRun,
  resumeRun,
  showRun,
} from './routes/admin-evaluation-runs.ts';
import { listExposedDocuments, showExposure } from './routes/admin-exposure.ts';
import { listFailedDocuments, retryFailedDocuments } from './routes/admin-failed-documents.ts';
import { listFeedback } from './routes/admin-feedback.ts';
import { listHolds, placeHold, releaseHold } from './routes/admin-holds.ts';
import { rebuildIndex, showIndex } from './routes/admin-index.ts';
import { listAllSpaces, listGroups, listPeople } from './routes/admin-names.ts';
import { erasePerson, exportPerson } from './routes/admin-people.ts';
import { choosePrompt, listPrompts } from './routes/admin-prompts.ts';
import {
  changePolicy,
  chooseProvider,
  listDialects,
  listProviders,
  removeProvider,
  saveProvider,
  showPolicy,
  testProvider,
} from './routes/admin-providers.ts';
import {
  listQuestionSets,
  removeQuestionSet,
  saveQuestionSet,
  showQuestionSet,
} from './routes/admin-question-sets.ts';
import { changeRetention, showRetention } from './routes/admin-retention.ts';
import { listRoles, setRoles } from './routes/admin-roles.ts';
import { changeSecurityItem, listSecurityItems } from './routes/admin-security-items.ts';
import { addServiceKey, listServiceKeys, revokeServiceKey } from './routes/admin-service-keys.ts';
import { changeSharing, showSharing } from './routes/admin-sharing.ts';
import { listSources, removeSource, renewSourceSecret, saveSource } from './routes/admin-sources.ts';
import { switchAssistant } from './routes/admin-spaces.ts';
import { showUsage } from './routes/admin-usage.ts';
import { ask } from './routes/ask.ts';
import { askPrivateDocument } from './routes/ask-private-document.ts';
import { backChannelLogout } from './routes/back-channel-logout.ts';
import { backfillRoutes } from './routes/backfills.ts';
import { chatCompletions, listModels } from './routes/chat-completions.ts';
import { checkRights } from './routes/check-rights.ts';
import { showContract } from './routes/contract.ts';
import {
  deleteConversation,
  listConversations,
  renameConversation,
  showConversation,
} from './routes/conversations.ts';
import { deleteDocument } from './routes/delete-document.ts';
import { demo } from './routes/demo.ts';
import { downloadDocument } from './routes/download-document.ts';
import { exchangeToken } from './routes/exchange-token.ts';
import { explainAccess } from './routes/explain-access.ts';
import { exportConversation, exportSharedConversation } from './routes/export-conversation.ts';
import { exportOwnData } from './routes/export-own-data.ts';
import { giveFeedback, withdrawFeedback } from './routes/feedback.ts';
import { followAnswer } from './routes/follow-answer.ts';
import { health } from './routes/health.ts';
import { linkedContent, linkedPage } from './routes/linked-document.ts';
import { listAskableProviders } from './routes/list-askable-providers.ts';
import { listDocuments } from './routes/list-documents.ts';
import { listSpaces } from './routes/list-spaces.ts';
import { listSuggestions } from './routes/list-suggestions.ts';
import { makeDocumentLink } from './routes/make-document-link.ts';
import { mcp } from './routes/mcp.ts';
import { metrics } from './routes/metrics.ts';
import { offerEvents } from './routes/offer-events.ts';
import {
  closePrivateDocument,
  openPrivateDocument,
  searchPrivateDocument,
  showPrivateDocument,
} from './routes/private-documents.ts';
import { receiveEvents } from './routes/receive-events.ts';
import type { Api, Route } from './routes/route.ts';
import { search } from './routes/search.ts';
import { listShares, shareConversation, unshareConversation } from './routes/share-conversation.ts';
import {
  copySharedConversation,
  listSharedConversations,
  showSharedConversation,
} from './routes/shared-conversations.ts';
import { previewDocument, showDocument } from './routes/show-document.ts';
import { showItem } from './routes/show-item.ts';
import { showMe } from './routes/show-me.ts';
import { showPage } from './routes/show-page.ts';
import { showScope } from './routes/show-scope.ts';
import { showService } from './routes/show-service.ts';
import { showSourceStatus } from './routes/show-source-status.ts';
import { beginSignIn, finishSignIn, listSignInServices, signOut } from './routes/sign-in.ts';
import { showSpacePanel, switchSpaceFromPanel } from './routes/space-panel.ts';
import { stopAnswer } from './routes/stop-answer.ts';
import { runTask } from './routes/tasks.ts';
import { uploadDocument } from './routes/upload-document.ts';
import { type Page, servePage } from './serve-page.ts';
import type { Services } from './services.ts';
import { announceStopping } from './stopping.ts';
import { validateInput } from './validate-input.ts';

export type AppOptions = {
  readonly logger: FastifyBaseLogger;
  readonly uploadMaxBytes: number;
  /** What the watchman of this process saw last, for metrics; absent: there is none. */
  readonly lastWatch?: () => WatchReport | null;
  /** The built pages. Absent: none. */
  readonly pages?: readonly Page[];
};

/** The HTTP application, not yet listening. A new action is one file in `routes/` and one line here. */
export async function createApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const openRoutes: readonly Route[] = [
    metrics({ lastWatch: options.lastWatch ?? (() => null) }),
    health,
    demo,
    offerEvents,
    showContract,
    listSignInServices,
    beginSignIn,
    finishSignIn,
  ];
  /** Open ones that take a form and nothing else, as their standards want it. */
  const openForms: readonly Route[] = [exchangeToken, backChannelLogout];
  /** All that waits for its turn (`Door`), but `mcp`: a program that is only told the tools there waits for nothing. */
  const routesAtTheDoor: readonly Route[] = [
    search,
    ask,
    runTask,
    showScope,
    askPrivateDocument,
    searchPrivateDocument,
    chatCompletions,
  ];
  const routesWithToken: readonly Route[] = [
    signOut,
    listModels,
    listAskableProviders,
    mcp,
    showMe,
    listSpaces,
    showSpacePanel,
    switchSpaceFromPanel,
    listDocuments,
    listSuggestions,
    showDocument,
    previewDocument,
    showPage,
    downloadDocument,
    makeDocumentLink,
    uploadDocument({ maxBytes: options.uploadMaxBytes }),
    deleteDocument,
    openPrivateDocument,
    showPrivateDocument,
    closePrivateDocument,
    listConversations,
    showConversation,
    renameConversation,
    deleteConversation,
    exportConversation,
    listShares,
    shareConversation,
    unshareConversation,
    listSharedConversations,
    showSharedConversation,
    exportSharedConversation,
    copySharedConversation,
    followAnswer,
    stopAnswer,
    giveFeedback,
    withdrawFeedback,
    exportOwnData,
  ];
  const routesForAdmins: readonly Route[] = [
    listAliases,
    addAlias,
    removeAlias,
    hideAlias,
    unhideAlias,
    listDialects,
    listProviders,
    saveProvider,
    removeProvider,
    testProvider,
    chooseProvider,
    showPolicy,
    changePolicy,
    switchAssistant,
    showAssistant,
    turnAssistant,
    explainAccess,
    listGroups,
    rebuildIndex,
    eraseDocument,
    retryFailedDocuments,
    exportPerson,
    erasePerson,
    showRetention,
    changeRetention,
    showSharing,
    changeSharing,
    listHolds,
    placeHold,
    releaseHold,
    changeSecurityItem,
    listBudgets,
    setBudget,
    removeBudget,
    listAlerts,
    listSources,
    saveSource,
    renewSourceSecret,
    removeSource,
    showSourceStatus,
    listServiceKeys,
    addServiceKey,
    revokeServiceKey,
    saveQuestionSet,
    removeQuestionSet,
    launchRuns,
    cancelRun,
    resumeRun,
    removeRun,
    choosePrompt,
    ...backfillRoutes({
      prefix: '/v1/admin',
      callerOf: ({ within, person }) => ({ org: within.org, source: null, by: person.id }),
    }),
  ];
  /** What auditors read too: none of these changes anything. */
  const routesForAuditors: readonly Route[] = [
    showIndex,
    showExposure,
    listExposedDocuments,
    listFailedDocuments,
    listFeedback,
    listSecurityItems,
    listAudit,
    verifyAudit,
    showUsage,
    listAllSpaces,
    listQuestionSets,
    showQuestionSet,
    listRuns,
    showRun,
    listRunResults,
    exportRun,
    compareRuns,
    listPrompts,
  ];
  const routesForOwners: readonly Route[] = [listRoles, setRoles];
  /** Routes that are missing to whoever is not what they are for. One that is in no list is served to nobody. */
  const routesByRole = [
    [isAdministrator, routesForAdmins],
    [mayAudit, routesForAuditors],
    [isOrganisationOwner, routesForOwners],
    [mayNamePeople, [listPeople]],
  ] as const;
  /** Routes of programs, by the scope that their service key needs. */
  const routesForServices: readonly (readonly [ServiceScope | null, readonly Route[]])[] = [
    [null, [showService]],
    ['items:read', [showItem]],
    ['checks:read', [checkRights]],
    [
      'backfills:write',
      backfillRoutes({
        prefix: '/v1',
        callerOf: ({ service }) => ({ org: service.org, source: service.source, by: null }),
      }),
    ],
  ];

  const app = fastify({
    loggerInstance: options.logger,
    genReqId: () => crypto.randomUUID(),
    bodyLimit: tunables.limits.bodyBytes,
    // Its own lines hold addresses with what people typed in them.
    logController: new LogController({ disableRequestLogging: true }),
    // Plugins trace what they are given: headers with tokens, names of files (R75). What we log of a request is no less than that.
    childLoggerFactory: (logger, bindings, options) =>
      logger.child(bindings, { ...options, ...(isTalkative(logger.level) && { level: 'info' }) }),
    forceCloseConnections: 'idle',
    // An id of 200 characters, percent-encoded; or a link with three of them, sealed.
    routerOptions: { maxParamLength: 1_200 },
    requestTimeout: tunables.limits.requestTimeoutMs,
    frameworkErrors: handleError,
  });
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((request, reply) => handleError(new AppError('NOT_FOUND'), request, reply));
  announceStopping(app, services);
  observeRequests(app, services.metrics);
  await secureHeaders(app);
  await describeApi(app);
  await app.register(cookie);

  await app.register(async (scope) => {
    const api = scope as unknown as Api;
    api.setValidatorCompiler(validateInput);
    api.setSerializerCompiler(serializerCompiler);
    for (const route of openRoutes) route(api, services);
    await api.register(async (signed) => {
      requireSignature(signed, services);
      receiveEvents(signed as unknown as Api, services);
    });
    await api.register(async (forms) => {
      forms.removeAllContentTypeParsers();
      await forms.register(formBody);
      for (const route of openForms) route(forms as unknown as Api, services);
    });
    await api.register(async (linked) => {
      requireLink(linked, services);
      for (const route of [linkedContent, linkedPage]) route(linked as unknown as Api, services);
    });
    for (const [serviceScope, routes] of routesForServices)
      await api.register(async (forPrograms) => {
        requireServiceKey(forPrograms, services, serviceScope);
        for (const route of routes) route(forPrograms as unknown as Api, services);
      });
    await api.register(async (crowded) => {
      refuseInCrowd(crowded, services);
      requireToken(crowded, services);
      for (const route of routesAtTheDoor) route(crowded as unknown as Api, services);
    });
    await api.register(async (guarded) => {
      requireToken(guarded, services);
      acceptForms(guarded, { maxBytes: options.uploadMaxBytes });
      for (const route of routesWithToken) route(guarded as unknown as Api, services);
      for (const [has, routes] of routesByRole)
        await guarded.register(async (forRole) => {
          requireRole(forRole, has);
          for (const route of routes) route(forRole as unknown as Api, services);
        });
    });
  });
  for (const page of options.pages ?? []) await servePage(app, page);
  return app;
}

const isTalkative = (level: string): boolean => level === 'debug' || level === 'trace';

/** The headers of every reply. The reference page at `/docs` brings its own styles. */
async function secureHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: ownOnly },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
}

/** OpenAPI 3.1 from the zod schemas, at `/docs` and `/docs/openapi.json`. */
async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sourcier',
        version: '1',
        description: 'Answers about an organisation’s documents, with sources.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (docs) => {
    docs.addHook('onSend', async (_request, reply) => {
      // The reference page needs inline styles and scripts; it shows no document and holds no token.
      reply.header(
        'content-security-policy',
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
      );
    });
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: { withDefaultFonts: false, telemetry: false, agent: { disabled: true } },
    } as never);
  });
}
