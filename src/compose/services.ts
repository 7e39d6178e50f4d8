import type { Environment } from '../../config/env.ts';
import { parseSuite } from '../../eval/suite/read-suites.ts';
import { requireAssistant } from '../core/access/assistant-off.ts';
import { authenticateCaller } from '../core/access/authenticate-caller.ts';
import { authenticateService } from '../core/access/authenticate-service.ts';
import { authoriseCaller } from '../core/access/authorise-caller.ts';
import { makeLink, openLink } from '../core/access/document-link.ts';
import { explainAccess } from '../core/access/explain-access.ts';
import { issueLocalToken } from '../core/access/issue-local-token.ts';
import { addServiceKey, revokeServiceKey } from '../core/access/manage-service-keys.ts';
import { readForModel } from '../core/access/read-for-model.ts';
import { setRoles } from '../core/access/roles.ts';
import { showSpacePanel, switchFromPanel } from '../core/access/space-panel.ts';
import { ask } from '../core/answer/ask.ts';
import { askableProviders } from '../core/answer/askable-providers.ts';
import { verifyAudit } from '../core/audit/verify-audit.ts';
import { askAgain } from '../core/conversation/ask-again.ts';
import { withPlaces } from '../core/conversation/event-place.ts';
import { listFeedback } from '../core/conversation/list-feedback.ts';
import { markChanged } from '../core/conversation/mark-changed.ts';
import { resumeAnswer, stopAnswer } from '../core/conversation/resume-answer.ts';
import { createRunningAnswers } from '../core/conversation/running-answers.ts';
import {
  copyShared,
  listShared,
  listShares,
  shareConversation,
  showShared,
  unshareConversation,
} from '../core/conversation/shared-conversations.ts';
import { showConversation } from '../core/conversation/show-conversation.ts';
import { AppError, errorTable, ownCodeOf } from '../core/errors.ts';
import { launchRuns } from '../core/evaluation/manage-runs.ts';
import { findSet, saveSet } from '../core/evaluation/manage-sets.ts';
import { compareVisible, summariseVisible, visibleResults } from '../core/evaluation/visible-results.ts';
import { addAlias, listAliases, removeAlias, setAliasHidden } from '../core/find/manage-aliases.ts';
import { searchDocuments } from '../core/find/search-documents.ts';
import { reportIndex } from '../core/ingest/index-report.ts';
import { embeddingStatus } from '../core/ingest/keep-generations.ts';
import { removeDocument } from '../core/ingest/remove-document.ts';
import { uploadDocument } from '../core/ingest/upload-document.ts';
import { isUuid } from '../core/is-uuid.ts';
import { eraseDocument } from '../core/lifecycle/erase-document.ts';
import { choosePrompt, listPrompts } from '../core/prompts/manage-prompts.ts';
import { applyChoice } from '../core/providers/apply-choice.ts';
import { changePolicy } from '../core/providers/change-policy.ts';
import { removeProvider, saveProvider } from '../core/providers/manage-providers.ts';
import { testProvider } from '../core/providers/test-provider.ts';
import {
  listAlerts,
  listBudgets,
  removeBudget,
  reportUsage,
  setBudget,
} from '../core/spend/manage-budgets.ts';
import { runTask } from '../core/tasks/run-task.ts';
import { answerLateCheck } from '../core/workplace/answer-late-check.ts';
import { authenticateSource } from '../core/workplace/authenticate-source.ts';
import { changeBackfill, showBackfill, startBackfill } from '../core/workplace/backfill/manage-backfills.ts';
import { renewSecret, saveSource } from '../core/workplace/manage-sources.ts';
import { receiveEvents } from '../core/workplace/receive-events.ts';
import { createRefusal } from '../core/workplace/refuse-while-behind.ts';
import { showItem } from '../core/workplace/show-item.ts';
import type { Demo, Services } from '../http/services.ts';
import type { Logger } from '../ports/logger.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Asking } from './asking.ts';
import type { Engines } from './engines.ts';
import { writePersonExport } from './export-person.ts';
import { createLooks } from './looks.ts';
import { observeAnswer, shareLook } from './observe.ts';
import type { EnginesIn } from './organisation-engines.ts';
import { createPrivateDocuments } from './private-documents.ts';
import { readStanding } from './read-standing.ts';
import { createSignOn } from './sign-on.ts';
import type { Stores } from './stores.ts';

async function drawBlobPage(
  { blobs, parser }: Pick<Stores, 'blobs'> & Pick<Engines, 'parser'>,
  org: string,
  sha256: string,
  page: { readonly number: number; readonly widthPixels: number },
): Promise<Uint8Array | null> {
  const file = await blobs.openAsFile(org, sha256);
  try {
    return await parser.drawPage(file, page);
  } finally {
    await file.release();
  }
}

/** Binds the verbs of the API to what carries them out. */
export function createServices(
  stores: Stores,
  engines: Engines,
  options: {
    readonly asking: Asking;
    readonly enginesIn: EnginesIn;
    readonly environment: Environment;
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly poke: () => void;
    /** Says that something that an organisation waits for is about to come. */
    readonly expect: (org: string) => void;
    /** Says that other providers may embed, or see more or less, than before. */
    readonly enginesChanged: () => void;
    readonly demo: Demo | null;
  },
): Services {
  const { access, library, conversations, feedback, securityItems, documents, blobs } = stores;
  const { asking, poke, expect, demo, enginesChanged, enginesIn, environment, logger, metrics } = options;
  const publicUrl = environment.http.publicUrl === undefined ? null : new URL(environment.http.publicUrl);
  const { door, findingFor, answeringIn, answering, promptsIn } = asking;
  const looks = createLooks(stores);
  const watched = { ...library, lostAmong: looks.lostAmong };
  const running = createRunningAnswers((error) => {
    const code = ownCodeOf(error);
    // That rights end is no failure.
    const level = errorTable[code].status < 500 ? 'info' : 'error';
    logger[level]({ code }, 'an answer failed that nobody listened to');
  });
  const choicesIn = async (org: string) => {
    const { readChoices, readEngineChoices } = stores.providers;
    const [choices, engineChoices] = await Promise.all([readChoices(org), readEngineChoices(org)]);
    return { ...choices, ...engineChoices };
  };
  const hasPrices = async (org: string) => (await answeringIn(org)).models.some(({ prices }) => prices);

  const refuseWhileBehind = createRefusal(stores);
  const now = () => new Date();
  const linking = { ...stores, clock: now };
  const authorisePerson = async (org: string, id: string) => {
    const person = await access.findPerson(org, { id });
    if (!person) throw new AppError('NOT_FOUND');
    return authoriseCaller({ access }, { org, user: person.id });
  };

  const showWithFeedback: Services['conversations']['show'] = async (within, id) => {
    const shown = await showConversation({ conversations, library }, within, id);
    const answers = shown.messages.filter(({ role }) => role === 'assistant');
    const [messages, said] = await Promise.all([
      markChanged(library, within, shown.messages),
      feedback.listOwn(
        within.org,
        within.user,
        answers.map((message) => message.id),
      ),
    ]);
    return { ...shown, messages, feedback: said };
  };

  const embeddingIn = async (org: string) => embeddingStatus({ ...stores, ...(await enginesIn(org)) }, org);

  const privateDocuments = createPrivateDocuments(
    {
      budgets: stores.budgets,
      privateAnswers: stores.privateAnswers,
      parser: engines.parser,
      analyser: engines.analyser,
      ...answering,
      logger,
    },
    {
      door,
      answeringIn,
      lifeOf: async ({ org, user }) => (await stores.people.profile(org, user))?.pseudonym ?? null,
    },
  );

  return {
    authenticate: (authorization) => authenticateCaller(stores, authorization),
    confirm: looks.confirm,
    publicUrl,
    signOn: createSignOn(stores, engines, publicUrl),
    authorise: (person) => authoriseCaller({ access }, { org: person.org, user: person.id }),
    authenticateService: (authorization) => authenticateService(stores, authorization),
    authenticateSource: (claimed, headers, body) =>
      authenticateSource({ ...stores, clock: now }, claimed, headers, body),
    receiveEvents: async (source, events) => {
      await refuseWhileBehind(source, events);
      expect(source.org);
      const results = await receiveEvents({ ...stores, clock: now }, source, events);
      poke();
      return results;
    },
    checkRights: (caller, asked) => answerLateCheck(stores, caller, asked),
    showItem: async (caller, wanted) => {
      const { embedders } = await enginesIn(caller.org);
      return showItem({ ...stores, clock: now, embeds: embedders.current !== undefined }, caller, wanted);
    },
    sources: {
      list: ({ org }) => stores.sources.list(org),
      save: async ({ org, user }, id, input) => {
        const { secret } = await saveSource(stores, { org, id }, input, user);
        const source = (await stores.sources.list(org)).find((one) => one.id === id);
        if (!source) throw new AppError('NOT_FOUND');
        return { source, secret };
      },
      renewSecret: ({ org }, id, options) => renewSecret(stores, { org, id }, options),
      remove: async ({ org, user }, id) => {
        const removed = await stores.sources.remove(org, id, user);
        if (removed === null) throw new AppError('SOURCE_UNKNOWN');
        poke();
        return removed;
      },
      status: async ({ org }, id) => {
        const source = await stores.sources.find(org, id);
        if (!source) throw new AppError('SOURCE_UNKNOWN');
        return stores.reconciliation.read(source);
      },
    },
    backfills: {
      start: (caller, input) => startBackfill(stores, caller, input),
      list: ({ org, source: own }, { source, limit }) =>
        own !== null && source !== null && own !== source
          ? Promise.resolve([])
          : stores.backfills.list(org, { source: own ?? source, limit }),
      show: (caller, id) => showBackfill(stores, caller, id),
      change: (caller, id, action, options) => changeBackfill(stores, caller, id, action, options),
    },
    belonging: (person) => access.findBelonging(person.org, person.id),
    listSpaces: (person) => access.listSpacesOf(person.org, person.id),
    assistant: {
      require: (org) => requireAssistant(stores, org),
      read: (org) => stores.assistant.read(org),
      turn: (org, wanted, by) => stores.assistant.turn(org, wanted, by),
    },
    knock: () => door.knock(),
    search: (within, request) =>
      door.inside(within, async () => {
        const [finding, policy] = await Promise.all([
          findingFor(within, request.signal),
          stores.providers.readPolicy(within.org),
        ]);
        return searchDocuments({ ...finding, matrix: policy.matrix }, within, request);
      }),
    ask: (within, request) =>
      door.streaming(
        within,
        async function* () {
          const [finding, providers, prompts] = await Promise.all([
            findingFor(within, request.signal),
            answeringIn(within.org),
            promptsIn(within.org, request.scope.spaces),
          ]);
          const deps = { ...finding, ...answering, prompts, answering: providers, library: watched };
          yield* observeAnswer('question', ask(deps, within, request), metrics);
        },
        // Before the sources it is still looked for.
        ({ type }) => type !== 'meta',
      ),
    answers: {
      start: (within, work, { left, stopping, resumable }) =>
        resumable
          ? running.start(within, work, { left, stopping })
          : withPlaces(work(AbortSignal.any([left, stopping]))),
      resume: (within, ids, after, left, confirm) =>
        resumeAnswer({ running, conversations, library: watched }, within, ids, after, left, confirm),
      stop: (within, ids) => stopAnswer({ running, conversations }, within, ids),
      settled: () => running.settled(),
    },
    runTask: (within, request) =>
      door.streaming(within, async function* () {
        const [providers, prompts] = await Promise.all([answeringIn(within.org), promptsIn(within.org)]);
        const deps = { ...stores, ...answering, prompts, answering: providers, library: watched };
        yield* observeAnswer('task', runTask(deps, within, request), metrics);
      }),
    summariseScope: (within, scope) => door.inside(within, () => library.summarise(within, scope)),
    answeringProviders: async (within, spaces) =>
      askableProviders({ access, answering: await answeringIn(within.org) }, within, spaces),
    library: {
      find: (within, id) => library.find(within, id),
      list: (within, page) => library.list(within, page),
      suggest: (within, about, limit) => library.suggest(within, about, limit),
      preview: async (within, id, passage) => {
        const text = isUuid(id) ? await library.readText(within, id) : null;
        if (!text) throw new AppError('NOT_FOUND');
        const [shown, place] = await Promise.all([
          library.findPages(within, id),
          passage === undefined ? null : library.locate(within, id, passage),
        ]);
        return { text, passage: place, pageImages: shown?.pages ?? 0 };
      },
      readForModel: (within, id) => readForModel({ library }, within, id),
      content: async (within, id, chooseRange) => {
        const document = await library.find(within, id);
        if (!document) throw new AppError('NOT_FOUND');
        const range = chooseRange?.(document.bytes);
        return { document, range, ...(await blobs.read(within.org, document.sha256, range)) };
      },
      makeLink: async (within, credentials, id) => {
        const { link, document, expiresAt } = await makeLink(linking, within, credentials, id);
        const shown = await library.findPages(within, document.id);
        return { link, pages: shown?.pages ?? 0, expiresAt };
      },
      openLink: (link, authorization) => openLink(linking, link, authorization),
      drawPage: async (within, id, page) => {
        const shown = await library.findPages(within, id);
        const drawn =
          shown && page.number <= shown.pages
            ? await drawBlobPage({ blobs, parser: engines.parser }, within.org, shown.sha256, page)
            : null;
        if (!drawn) throw new AppError('NOT_FOUND');
        return drawn;
      },
      upload: async (within, upload, idempotencyKey) => {
        // Kept per person: one person's key must not tell another about a document (R29).
        const source = `upload:${within.user}`;
        const earlier =
          idempotencyKey === undefined ? null : await stores.inbox.find(within.org, source, idempotencyKey);
        if (typeof earlier === 'string') {
          upload.content.resume();
          const document = await library.find(within, earlier);
          if (!document) throw new AppError('NOT_FOUND');
          return document;
        }
        const deps = { access, documents, library, blobs };
        const document = await uploadDocument(deps, within, {
          ...upload,
          maxBytes: environment.uploadMaxBytes,
          idempotencyKey,
        });
        if (idempotencyKey !== undefined)
          await stores.inbox.keep(within.org, source, idempotencyKey, document.id);
        poke();
        return document;
      },
      remove: async (within, id) => {
        await removeDocument({ library, documents }, within, id);
        poke();
      },
    },
    privateDocuments,
    aliases: {
      list: (within, page) => listAliases(stores, within, page),
      add: (within, pair) => addAlias(stores, within, pair),
      remove: (within, id) => removeAlias(stores, within, id),
      setHidden: (within, id, isHidden) => setAliasHidden(stores, within, id, isHidden),
    },
    providers: {
      list: ({ org }) => stores.providers.list(org),
      choices: ({ org }) => choicesIn(org),
      embedding: ({ org }) => embeddingIn(org),
      dialects: engines.clients.dialects,
      warnings: engines.clients.warnings,
      save: async ({ org, user }, id, input) => {
        await saveProvider(stores, org, id, input, user);
        enginesChanged();
        const saved = (await stores.providers.list(org)).find((provider) => provider.id === id);
        if (!saved) throw new AppError('NOT_FOUND');
        return saved;
      },
      remove: async ({ org, user }, id) => {
        await removeProvider(stores, org, id, user);
        enginesChanged();
      },
      test: ({ org }, id, signal) => testProvider({ ...stores, clients: engines.clients }, org, id, signal),
      choose: async ({ org, user }, choice) => {
        const warnings = await applyChoice({ ...stores, clients: engines.clients }, org, choice, user);
        enginesChanged();
        return { choices: await choicesIn(org), warnings };
      },
      policy: ({ org }) => stores.providers.readPolicy(org),
      changePolicy: async ({ org, user }, change) => {
        const policy = await changePolicy(stores, org, change, user);
        enginesChanged();
        return policy;
      },
    },
    prompts: {
      list: ({ org }) => listPrompts({ ...stores, prompts: engines.prompts }, org),
      choose: (within, choice) => choosePrompt({ ...stores, prompts: engines.prompts }, within, choice),
    },
    evaluations: {
      listSets: ({ org }) => stores.evaluations.listSets(org),
      findSet: ({ org }, id) => findSet(stores, org, id),
      saveSet: (within, id, text) => saveSet(stores, within, id, parseSuite(text)),
      removeSet: async ({ org, user }, id) => {
        if (!(await stores.evaluations.removeSet(org, id, user))) throw new AppError('NOT_FOUND');
      },
      launch: async (within, input) => {
        const deps = { ...stores, prompts: engines.prompts, answering: await answeringIn(within.org) };
        return launchRuns(deps, within, input);
      },
      list: ({ org }, limit) => stores.evaluations.list(org, limit),
      show: async (within, id) => {
        const visible = await visibleResults(stores, within, id);
        return { ...visible, summary: summariseVisible(visible) };
      },
      change: async ({ org, user }, id, action) => {
        const changed = isUuid(id) ? await stores.evaluations.change(org, id, action, user) : null;
        if (!changed) throw new AppError('NOT_FOUND');
        return changed;
      },
      remove: async ({ org, user }, id) => {
        const removed = isUuid(id) && (await stores.evaluations.remove(org, id, user));
        if (!removed) throw new AppError('NOT_FOUND');
      },
      compare: (within, ids) => compareVisible(stores, within, ids),
    },
    budgets: {
      list: (org) => listBudgets(stores, org),
      set: (org, rule, by) => setBudget({ ...stores, hasPrices }, org, rule, by),
      remove: (org, id, by) => removeBudget(stores, org, id, by),
      alerts: (org) => listAlerts(stores, org),
      usage: (org, request) => reportUsage(stores, org, request),
    },
    conversations: {
      list: (person, page) => conversations.list(person.org, person.id, page),
      show: showWithFeedback,
      askAgain: (within, messageId) => askAgain({ conversations, library }, within, messageId),
      rename: async (person, id, title) => {
        const renamed = isUuid(id) ? await conversations.rename(person.org, person.id, id, title) : null;
        if (!renamed) throw new AppError('NOT_FOUND');
        return renamed;
      },
      remove: async (person, id) => {
        const removed = isUuid(id) && (await conversations.remove(person.org, person.id, id));
        if (!removed) throw new AppError('NOT_FOUND');
      },
    },
    sharing: {
      list: (within, id) => listShares(stores, within, id),
      share: (within, id, principal) => shareConversation(stores, within, id, principal),
      unshare: (within, id, principal) => unshareConversation(stores, within, id, principal),
      listShared: (within, page) => listShared(stores, within, page),
      show: (within, id) => showShared(stores, within, id),
      copy: async (within, id) => showWithFeedback(within, await copyShared(stores, within, id)),
      isAllowed: ({ org }) => stores.shares.isAllowed(org),
      setAllowed: ({ org, user }, isAllowed) => stores.shares.setAllowed(org, isAllowed, user),
    },
    feedback: {
      give: async (person, given) => {
        if (!isUuid(given.messageId)) throw new AppError('NOT_FOUND');
        await feedback.give(person.org, person.id, given);
      },
      withdraw: async (person, messageId) => {
        const withdrawn = isUuid(messageId) && (await feedback.withdraw(person.org, person.id, messageId));
        if (!withdrawn) throw new AppError('NOT_FOUND');
      },
      list: (within, page) => listFeedback(stores, within.org, within, page),
    },
    spacePanel: {
      show: (person, id) => showSpacePanel(stores, person, id),
      switch: async (person, id, enabled) => {
        const panel = await switchFromPanel(stores, person, id, enabled);
        poke();
        return panel;
      },
    },
    explainAccess: (within, asked) => explainAccess(stores, within, asked),
    index: {
      health: async ({ org }) => ({
        ...(await reportIndex(stores, org)),
        embedding: await embeddingIn(org),
      }),
      rebuild: async ({ org, user }, subject) => {
        const asked = await documents.reindex(org, { subject, by: user });
        poke();
        return asked;
      },
    },
    exposure: {
      summarise: async ({ org }, query) => {
        const summary = await stores.exposure.summarise(org, query);
        if (query.space !== undefined && summary.spaces.length === 0) throw new AppError('NOT_FOUND');
        return summary;
      },
      listDocuments: (within, query) => stores.exposure.listDocuments(within, query),
    },
    failures: {
      list: async (within, page) => {
        const [failed, counts] = await Promise.all([
          stores.failures.list(within.org, page, within),
          stores.failures.count(within.org, page.space),
        ]);
        return { failed, counts };
      },
      retry: async ({ org, user }, which) => {
        const asked = 'ids' in which ? { ids: which.ids.filter(isUuid) } : which;
        const retried = await stores.failures.retry(org, asked, user);
        if ('ids' in which && retried === 0) throw new AppError('NOT_FOUND');
        poke();
        return retried;
      },
    },
    switchSpace: async ({ org, user }, space, enabled) => {
      const changed = await documents.switchSpace(org, space, { enabled, by: user });
      if (changed === null) throw new AppError('NOT_FOUND');
      poke();
      return changed;
    },
    lifecycle: {
      eraseDocument: ({ org, user }, id) => eraseDocument(stores, org, id, user),
      exportPerson: async (within, id, language) => {
        const person = id === within.user ? within : await authorisePerson(within.org, id);
        return writePersonExport(stores, person, { by: within.user, within }, language);
      },
      erasePerson: async ({ org, user }, id) => {
        const receipt = await stores.people.erase(org, id, { by: user });
        // Other processes find out by themselves.
        privateDocuments.closeAllOf({ org, user: id });
        return receipt;
      },
      retention: ({ org }) => stores.retention.find(org),
      changeRetention: async ({ org, user }, wanted) => {
        await stores.retention.save(org, wanted, user);
        return wanted;
      },
      listHolds: ({ org }, released) => stores.holds.list(org, { released }),
      placeHold: ({ org, user }, subject, reason) => stores.holds.place(org, subject, reason, user),
      releaseHold: async ({ org, user }, id) => {
        const released = isUuid(id) ? await stores.holds.release(org, id, user) : null;
        if (!released) throw new AppError('NOT_FOUND');
        return released;
      },
    },
    securityItems: {
      list: ({ org }, page) => securityItems.list(org, page),
      update: async ({ org, user }, id, change) => {
        const changed = isUuid(id) ? await securityItems.update(org, id, change, user) : null;
        if (!changed) throw new AppError('NOT_FOUND');
        return changed;
      },
    },
    directory: stores.directory,
    roles: {
      list: (org) => access.listRoles(org),
      set: (org, user, roles, by) => setRoles(stores, org, user, roles, by),
    },
    serviceKeys: {
      list: (org) => stores.serviceKeys.list(org),
      add: (org, wanted, by) => addServiceKey(stores, org, wanted, by),
      revoke: (org, id, by) => revokeServiceKey(stores, org, id, by),
    },
    audit: {
      list: ({ org }, page) => stores.audit.list(org, page),
      verify: ({ org }, known) => verifyAudit(stores, org, known),
    },
    health: {
      troubles: stores.troubles,
      standing: shareLook(async () => ({
        ...(await readStanding(stores, engines.embedders)),
        privateDocuments: privateDocuments.count(),
      })),
    },
    metrics,
    demo: demo && {
      description: demo,
      signIn: async (user) => {
        const person = await access.findPerson(demo.organisation.id, { id: user });
        if (!person) throw new AppError('NOT_FOUND');
        return issueLocalToken(stores, person.org, person.id);
      },
    },
  };
}
