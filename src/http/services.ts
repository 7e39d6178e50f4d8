import type { z } from 'zod';
import type { AccessFilter } from '../core/access/access-filter.ts';
import type { Credentials, openLink } from '../core/access/document-link.ts';
import type { AccessExplanation } from '../core/access/explain-access.ts';
import type { WantedServiceKey } from '../core/access/manage-service-keys.ts';
import type { ServiceCaller } from '../core/access/service-key.ts';
import type { SignInOutcome, SignInPlace } from '../core/access/sign-in.ts';
import type { SignInService } from '../core/access/sign-in-services.ts';
import type { SpacePanel } from '../core/access/space-panel.ts';
import type { ConfirmCaller } from '../core/access/watch-rights.ts';
import type { AnswerEvent } from '../core/answer/answer.ts';
import type { RoutedModel } from '../core/answer/answering-providers.ts';
import type { AskEvent, AskRequest } from '../core/answer/ask.ts';
import type { RankedPassage } from '../core/answer/passage.ts';
import type { ChainReport } from '../core/audit/check-chain.ts';
import type { EventResult } from '../core/contract/event-result.ts';
import type { askAgain } from '../core/conversation/ask-again.ts';
import type { EventPlace, PlacedEvent, StreamedEvent } from '../core/conversation/event-place.ts';
import type { Feedback } from '../core/conversation/feedback.ts';
import type { ShownFeedbackPage } from '../core/conversation/list-feedback.ts';
import type { ResumedAnswer } from '../core/conversation/resume-answer.ts';
import type { AnswerIds } from '../core/conversation/running-answers.ts';
import type { SharedCard, ShownSharedConversation } from '../core/conversation/shared-conversations.ts';
import type { ShownConversation } from '../core/conversation/show-conversation.ts';
import type { Language } from '../core/document.ts';
import type { LaunchInput } from '../core/evaluation/manage-runs.ts';
import type { EvaluationRun, QuestionSet } from '../core/evaluation/run.ts';
import type { SuiteSummary } from '../core/evaluation/summarise.ts';
import type { RunComparison, VisibleResults } from '../core/evaluation/visible-results.ts';
import type { AliasPair } from '../core/find/alias.ts';
import type { SearchReply, SearchRequest } from '../core/find/search-documents.ts';
import type { IndexReport } from '../core/ingest/index-report.ts';
import type { EmbeddingStatus } from '../core/ingest/keep-generations.ts';
import type { Upload } from '../core/ingest/upload-document.ts';
import type { ExportFile } from '../core/lifecycle/export-files.ts';
import type { AskPrivateRequest, PrivateMeta } from '../core/private-documents/ask-private-document.ts';
import type { PrivateUpload } from '../core/private-documents/open-private-document.ts';
import type { OpenPrivateDocument } from '../core/private-documents/private-desk.ts';
import type { PrivateOwner } from '../core/private-documents/private-document.ts';
import type { ListedPrompt } from '../core/prompts/manage-prompts.ts';
import type { WantedEngine } from '../core/providers/choose-engine.ts';
import type { ProviderChoices } from '../core/providers/choose-providers.ts';
import type { EngineChoices } from '../core/providers/engine-choice.ts';
import type { ProviderChoice, ProviderInput } from '../core/providers/manage-providers.ts';
import type { AnswerPolicy, PolicyChange } from '../core/providers/policy.ts';
import type { ProbeResult } from '../core/providers/provider.ts';
import type { ProviderWarning } from '../core/providers/provider-warnings.ts';
import type { BudgetRule } from '../core/spend/budget.ts';
import type { BudgetWarning } from '../core/spend/budget-texts.ts';
import type { UsageReport, UsageRequest } from '../core/spend/manage-budgets.ts';
import type { TaskEvent, TaskRequest } from '../core/tasks/task.ts';
import type { Backfill } from '../core/workplace/backfill/backfill.ts';
import type { BackfillCaller, BackfillInput } from '../core/workplace/backfill/manage-backfills.ts';
import type { lateCheckRequest } from '../core/workplace/late-check.ts';
import type { SourceInput } from '../core/workplace/manage-sources.ts';
import type { ShownItem } from '../core/workplace/show-item.ts';
import type { Source } from '../core/workplace/source.ts';
import type { SignedHeaders } from '../core/workplace/webhook-signature.ts';
import type { Belonging, Person, PersonWithRoles, SpaceCard } from '../ports/access-repository.ts';
import type { AliasPage, ListedAlias } from '../ports/alias-repository.ts';
import type { AssistantSwitch } from '../ports/assistant-switch.ts';
import type { AuditMark, AuditPage, AuditRecord } from '../ports/audit-repository.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { BudgetAlert, ListedBudget } from '../ports/budget-repository.ts';
import type { Conversation, ConversationRepository } from '../ports/conversation-repository.ts';
import type { ConversationShares, Share } from '../ports/conversation-shares.ts';
import type { Directory } from '../ports/directory.ts';
import type { RebuildSubject } from '../ports/document-store.ts';
import type { ErasureReceipt } from '../ports/erasure-store.ts';
import type { ListedSet } from '../ports/evaluation-store.ts';
import type { ExposureQuery, ExposureReport, ExposureSummary } from '../ports/exposure-report.ts';
import type { FailedDocument, FailedPage, UnreadCount, WhichFailed } from '../ports/failed-documents.ts';
import type { FeedbackPage } from '../ports/feedback-repository.ts';
import type { HoldSubject, LegalHold } from '../ports/hold-repository.ts';
import type { DocumentText, DocumentView, Library, PassagePlace } from '../ports/library.ts';
import type { Metrics, Standing } from '../ports/metrics.ts';
import type { ByteRange } from '../ports/object-store.ts';
import type { PromptChoice, PromptChoices } from '../ports/prompt-choices.ts';
import type { ProviderClients } from '../ports/provider-clients.ts';
import type { ProviderRepository } from '../ports/provider-repository.ts';
import type { ReconciliationState } from '../ports/reconciliation-store.ts';
import type { Retention } from '../ports/retention-repository.ts';
import type {
  SecurityItem,
  SecurityItemPage,
  SecurityItemRepository,
} from '../ports/security-item-repository.ts';
import type { ListedServiceKey } from '../ports/service-keys.ts';
import type { SourceProgress } from '../ports/source-repository.ts';

/** The demo organisation as the page at `/` needs it; present only when the server was started with it. */
export type Demo = {
  readonly organisation: { readonly id: string; readonly title: string };
  readonly people: readonly { readonly id: string; readonly name: string; readonly role: string | null }[];
  readonly questions: readonly { readonly text: string; readonly as: string }[];
};

type ListedSource = Source & { readonly progress: SourceProgress };

/** What the routes may call: one verb each, with the rights of the caller travelling along. */
export type Services = {
  /** Address that people use to reach the server; `null`: nobody signs in with a browser. */
  readonly publicUrl: URL | null;
  authenticate(authorization: string | undefined): Promise<Person>;
  /**
   * Whether a person who was let in by these credentials may still be served; many are looked at together.
   * @throws AppError `TOKEN_INVALID` when they may not
   */
  confirm(authorization: string | undefined, person: Pick<Person, 'org' | 'id'>): Promise<void>;
  authorise(person: Person): Promise<AccessFilter>;
  /** Who signed a delivery. */
  authenticateSource(
    claimed: { readonly organisation: string; readonly source: string },
    headers: SignedHeaders,
    body: Uint8Array,
  ): Promise<Source>;
  receiveEvents(source: Source, events: readonly unknown[]): Promise<EventResult[]>;
  /** Which documents somebody may read, for a program that asks. */
  checkRights(
    caller: ServiceCaller,
    asked: z.infer<typeof lateCheckRequest>,
  ): Promise<Record<string, boolean>>;
  showItem(
    caller: ServiceCaller,
    wanted: { readonly id: string; readonly source?: string | undefined },
  ): Promise<ShownItem>;
  /** Workplaces that speak for documents of the organisation, for administrators. */
  readonly sources: {
    list(within: AccessFilter): Promise<readonly ListedSource[]>;
    save(
      within: AccessFilter,
      id: string,
      input: SourceInput,
    ): Promise<{ readonly source: ListedSource; readonly secret: string | null }>;
    renewSecret(within: AccessFilter, id: string, options: { readonly only: boolean }): Promise<string>;
    remove(within: AccessFilter, id: string): Promise<number>;
    /** Whether it and what is known of it agree. */
    status(within: AccessFilter, id: string): Promise<ReconciliationState>;
  };
  /** Pulls of what a source holds, for programs of the workplace and for administrators. */
  readonly backfills: {
    start(caller: BackfillCaller, input: BackfillInput): Promise<Backfill>;
    list(
      caller: BackfillCaller,
      options: { readonly source: string | null; readonly limit: number },
    ): Promise<readonly Backfill[]>;
    show(caller: BackfillCaller, id: string): Promise<Backfill>;
    change(
      caller: BackfillCaller,
      id: string,
      action: 'pause' | 'resume' | 'cancel',
      options: { readonly force: boolean },
    ): Promise<Backfill>;
  };
  /** Sessions of people whom trusted issuers sign in. */
  readonly signOn: {
    /** Where people may sign in; nothing of the organisations behind it. */
    listServices(): Promise<readonly SignInService[]>;
    begin(wanted: {
      readonly at: SignInPlace;
      readonly returnTo: string;
    }): Promise<{ readonly redirect: URL; readonly pending: string }>;
    /** `query`: of the address that the browser came back with, from its `?` on. */
    finish(reply: { readonly pending: string | undefined; readonly query: string }): Promise<SignInOutcome>;
    exchange(embedToken: string): Promise<{ readonly token: string; readonly expiresAt: Date }>;
    /** Ends the session of these credentials. Gives where a browser must go for the issuer to end its own, if it can. */
    end(authorization: string | undefined): Promise<URL | null>;
    /** An issuer's word that somebody has logged out. */
    logOut(logoutToken: string): Promise<void>;
  };
  /** The program that a service key speaks for. */
  authenticateService(authorization: string | undefined): Promise<ServiceCaller>;
  belonging(person: Person): Promise<Belonging>;
  listSpaces(person: Person): Promise<readonly SpaceCard[]>;
  /** The switch of a whole organisation's assistant (R66); `by` is who turns it. */
  readonly assistant: Pick<AssistantSwitch, 'read' | 'turn'> & {
    /** @throws AppError `ASSISTANT_OFF` */
    require(org: string): Promise<void>;
  };
  /** Refuses whoever comes now and would not be let in to search or ask; throws `TOO_BUSY`. */
  knock(): void;
  search(within: AccessFilter, request: SearchRequest): Promise<SearchReply>;
  ask(within: AccessFilter, request: AskRequest): AsyncIterable<AskEvent>;
  /** Answers and results of tasks as they stream, with how far each has come. */
  readonly answers: {
    start(
      within: AccessFilter,
      work: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
      options: { readonly left: AbortSignal; readonly stopping: AbortSignal; readonly resumable: boolean },
    ): AsyncGenerator<PlacedEvent, void>;
    resume(
      within: AccessFilter,
      ids: AnswerIds,
      after: EventPlace,
      left: AbortSignal,
      confirm: ConfirmCaller,
    ): Promise<ResumedAnswer>;
    stop(within: AccessFilter, ids: AnswerIds): Promise<void>;
    /** Resolves when none is being written any more that could be resumed. */
    settled(): Promise<void>;
  };
  runTask(within: AccessFilter, request: TaskRequest): AsyncIterable<TaskEvent>;
  /** What a question would be looked for in. Throws `ASSISTANT_OFF`, as asking would. */
  summariseScope: Library['summarise'];
  readonly library: {
    find: Library['find'];
    list: Library['list'];
    suggest: Library['suggest'];
    preview(
      within: AccessFilter,
      id: string,
      passage: string | undefined,
    ): Promise<{ text: DocumentText; passage: PassagePlace | null; pageImages: number }>;
    /** The text for a model of the caller's. Throws `NOT_FOUND` also where the assistant may not work. */
    readForModel(within: AccessFilter, id: string): Promise<DocumentText>;
    /** The file itself, or the range that is chosen once it is known how many bytes it has. */
    content(
      within: AccessFilter,
      id: string,
      chooseRange?: (bytes: number) => ByteRange | undefined,
    ): Promise<
      { document: DocumentView; range: ByteRange | undefined } & Awaited<ReturnType<BlobStore['read']>>
    >;
    /** A page (from 1) as a PNG. Throws `NOT_FOUND` also where there is no such page. */
    drawPage(
      within: AccessFilter,
      id: string,
      page: { readonly number: number; readonly widthPixels: number },
    ): Promise<Uint8Array>;
    /** A link for viewers that cannot send a header; `pages`: how many there are pictures of. */
    makeLink(
      within: AccessFilter,
      credentials: Credentials,
      id: string,
    ): Promise<{ readonly link: string; readonly pages: number; readonly expiresAt: Date }>;
    /** What a link opens at this moment. Throws `NOT_FOUND` for whatever is wrong with it. */
    openLink(link: string, authorization: string | undefined): ReturnType<typeof openLink>;
    upload(
      within: AccessFilter,
      upload: Omit<Upload, 'maxBytes' | 'idempotencyKey'>,
      idempotencyKey?: string,
    ): Promise<DocumentView>;
    remove(within: AccessFilter, id: string): Promise<void>;
  };
  /** Documents that are held in memory alone, each for one person (R13). */
  readonly privateDocuments: {
    open(owner: PrivateOwner, upload: PrivateUpload, signal: AbortSignal): Promise<OpenPrivateDocument>;
    find(owner: PrivateOwner, id: string): OpenPrivateDocument;
    close(owner: PrivateOwner, id: string): void;
    search(
      owner: PrivateOwner,
      id: string,
      request: { readonly query: string; readonly limit: number; readonly signal: AbortSignal },
    ): Promise<readonly RankedPassage[]>;
    ask(
      owner: PrivateOwner,
      id: string,
      request: AskPrivateRequest,
    ): AsyncIterable<PrivateMeta | AnswerEvent>;
    /** How many are open or being read, for metrics. */
    count(): number;
  };
  /** Acronyms and their long forms, for administrators. */
  readonly aliases: {
    list(within: AccessFilter, page: AliasPage): Promise<readonly ListedAlias[]>;
    add(within: AccessFilter, pair: AliasPair): Promise<ListedAlias>;
    remove(within: AccessFilter, id: string): Promise<void>;
    setHidden(within: AccessFilter, id: string, isHidden: boolean): Promise<void>;
  };
  /** The providers that may be asked for by name, for what stands in these spaces. */
  answeringProviders(
    within: AccessFilter,
    spaces: readonly string[],
  ): Promise<readonly Pick<RoutedModel, 'id' | 'provider' | 'model' | 'trust'>[]>;
  /** Who answers, for administrators. */
  readonly providers: {
    list(within: AccessFilter): ReturnType<ProviderRepository['list']>;
    choices(within: AccessFilter): Promise<ProviderChoices & EngineChoices>;
    /** Whose vectors answer, and whose are being built. */
    embedding(within: AccessFilter): Promise<EmbeddingStatus>;
    dialects: ProviderClients['dialects'];
    warnings: ProviderClients['warnings'];
    save(
      within: AccessFilter,
      id: string,
      input: ProviderInput,
    ): Promise<Awaited<ReturnType<ProviderRepository['list']>>[number]>;
    remove(within: AccessFilter, id: string): Promise<void>;
    test(within: AccessFilter, id: string, signal: AbortSignal): AsyncGenerator<ProbeResult, void>;
    choose(
      within: AccessFilter,
      choice: ProviderChoice | WantedEngine,
    ): Promise<{
      readonly choices: ProviderChoices & EngineChoices;
      readonly warnings: readonly ProviderWarning[];
    }>;
    policy(within: AccessFilter): Promise<AnswerPolicy>;
    changePolicy(within: AccessFilter, change: PolicyChange): Promise<AnswerPolicy>;
  };
  /** The prompts that ship, and which versions of them the organisation uses, for administrators. */
  readonly prompts: {
    list(
      within: AccessFilter,
    ): Promise<{ readonly prompts: readonly ListedPrompt[]; readonly choices: readonly PromptChoice[] }>;
    choose(
      within: AccessFilter,
      choice: Parameters<PromptChoices['choose']>[1],
    ): Promise<readonly PromptChoice[]>;
  };
  /** Sets of questions and runs over them, for administrators; results are those that the caller may see. */
  readonly evaluations: {
    listSets(within: AccessFilter): Promise<readonly ListedSet[]>;
    findSet(within: AccessFilter, id: string): Promise<QuestionSet>;
    /** `text`: a suite, in YAML or JSON lines. */
    saveSet(within: AccessFilter, id: string, text: string): Promise<QuestionSet>;
    removeSet(within: AccessFilter, id: string): Promise<void>;
    launch(within: AccessFilter, input: LaunchInput): Promise<readonly EvaluationRun[]>;
    list(within: AccessFilter, limit: number): Promise<readonly EvaluationRun[]>;
    show(within: AccessFilter, id: string): Promise<VisibleResults & { readonly summary: SuiteSummary }>;
    change(within: AccessFilter, id: string, action: 'cancel' | 'resume'): Promise<EvaluationRun>;
    remove(within: AccessFilter, id: string): Promise<void>;
    compare(
      within: AccessFilter,
      ids: { readonly before: string; readonly after: string },
    ): Promise<RunComparison>;
  };
  /** Budgets and what answers took, for administrators and the operator; `by` is who, `null` the operator. */
  readonly budgets: {
    list(org: string): Promise<readonly ListedBudget[]>;
    set(
      org: string,
      rule: BudgetRule,
      by: string | null,
    ): Promise<ListedBudget & { readonly warnings: readonly BudgetWarning[] }>;
    remove(org: string, id: string, by: string | null): Promise<void>;
    alerts(org: string): Promise<readonly BudgetAlert[]>;
    usage(org: string, request: UsageRequest): Promise<UsageReport>;
  };
  readonly conversations: {
    list(
      person: Person,
      page: Parameters<ConversationRepository['list']>[2],
    ): Promise<readonly Conversation[]>;
    /** With what the caller said of its answers. */
    show(
      within: AccessFilter,
      id: string,
    ): Promise<ShownConversation & { readonly feedback: readonly Feedback[] }>;
    askAgain(within: AccessFilter, messageId: string): ReturnType<typeof askAgain>;
    rename(person: Person, id: string, title: string): Promise<Conversation>;
    remove(person: Person, id: string): Promise<void>;
  };
  /** Conversations that people share with colleagues. */
  readonly sharing: {
    list(within: AccessFilter, id: string): Promise<readonly Share[]>;
    share(within: AccessFilter, id: string, principal: string): Promise<Share>;
    unshare(within: AccessFilter, id: string, principal: string): Promise<void>;
    /** What others share with the caller. */
    listShared(
      within: AccessFilter,
      page: Parameters<ConversationShares['listFor']>[1],
    ): Promise<readonly SharedCard[]>;
    show(within: AccessFilter, id: string): Promise<ShownSharedConversation>;
    /** Gives the caller's own copy. */
    copy(within: AccessFilter, id: string): ReturnType<Services['conversations']['show']>;
    /** Whether the organisation allows it, for administrators. */
    isAllowed(within: AccessFilter): Promise<boolean>;
    setAllowed(within: AccessFilter, isAllowed: boolean): Promise<void>;
  };
  /** What people say of their own answers. */
  readonly feedback: {
    give(person: Person, feedback: Feedback): Promise<void>;
    withdraw(person: Person, messageId: string): Promise<void>;
    /** Everybody's, for administrators. */
    list(within: AccessFilter, page: FeedbackPage): Promise<ShownFeedbackPage>;
  };
  /** How a space stands with the assistant, for those who look after it. */
  readonly spacePanel: {
    show(person: Person, id: string): Promise<SpacePanel>;
    switch(person: Person, id: string, enabled: boolean): Promise<SpacePanel>;
  };
  /** Why somebody sees a document, or does not, for administrators. Throws `NOT_FOUND` for either that is not there. */
  explainAccess(
    within: AccessFilter,
    asked: { readonly user: string; readonly document: string },
  ): Promise<AccessExplanation>;
  /** How the index stands, and reading documents anew, for administrators. */
  readonly index: {
    health(within: AccessFilter): Promise<IndexReport & { readonly embedding: EmbeddingStatus }>;
    /** Gives how many documents are read anew. Throws `NOT_FOUND` for a space or document that is not there. */
    rebuild(within: AccessFilter, subject: RebuildSubject): Promise<number>;
  };
  /** What an assistant would make easy to find, for administrators. */
  readonly exposure: {
    /** Throws `NOT_FOUND` for a space that is not there. */
    summarise(within: AccessFilter, query: ExposureQuery): Promise<ExposureSummary>;
    listDocuments: ExposureReport['listDocuments'];
  };
  /** Documents that could not be read, for administrators; names are those that the caller may read. */
  readonly failures: {
    list(
      within: AccessFilter,
      page: FailedPage,
    ): Promise<{ readonly failed: readonly FailedDocument[]; readonly counts: readonly UnreadCount[] }>;
    /** Throws `NOT_FOUND` when none of those that are named has failed. */
    retry(within: AccessFilter, which: WhichFailed): Promise<number>;
  };
  /** Excludes a space from the assistant, or opens it again, for administrators. Gives how many documents changed. */
  switchSpace(within: AccessFilter, space: string, enabled: boolean): Promise<number>;
  /** What ends: erasure, retention, holds, exports; for administrators. */
  readonly lifecycle: {
    eraseDocument(within: AccessFilter, id: string): Promise<ErasureReceipt>;
    /** All that is kept of the caller, or of somebody else for an administrator: as files, the manifest last. */
    exportPerson(within: AccessFilter, id: string, language: Language): Promise<AsyncIterable<ExportFile>>;
    erasePerson(within: AccessFilter, id: string): Promise<ErasureReceipt>;
    retention(within: AccessFilter): Promise<Retention>;
    changeRetention(within: AccessFilter, wanted: Retention): Promise<Retention>;
    /** Those that stand, or also those that were released. */
    listHolds(within: AccessFilter, released: boolean): Promise<readonly LegalHold[]>;
    placeHold(within: AccessFilter, subject: HoldSubject, reason: string): Promise<LegalHold>;
    releaseHold(within: AccessFilter, id: string): Promise<LegalHold>;
  };
  /** What people said they should not have seen, for administrators. */
  readonly securityItems: {
    list(within: AccessFilter, page: SecurityItemPage): Promise<readonly SecurityItem[]>;
    update(
      within: AccessFilter,
      id: string,
      change: Parameters<SecurityItemRepository['update']>[2],
    ): Promise<SecurityItem>;
  };
  /** Whom and what the organisation has, by name. */
  readonly directory: Directory;
  /** Who looks after the organisation, for its owners; `by` is who. */
  readonly roles: {
    list(org: string): Promise<readonly PersonWithRoles[]>;
    set(
      org: string,
      user: string,
      roles: { readonly isAdmin: boolean; readonly isAuditor: boolean },
      by: string,
    ): Promise<PersonWithRoles>;
  };
  /** Keys of programs, for administrators; `by` is who. */
  readonly serviceKeys: {
    list(org: string): Promise<readonly ListedServiceKey[]>;
    add(
      org: string,
      wanted: WantedServiceKey,
      by: string,
    ): Promise<ListedServiceKey & { readonly key: string }>;
    revoke(org: string, id: string, by: string): Promise<void>;
  };
  /** What happened in the caller's organisation, for administrators. */
  readonly audit: {
    list(within: AccessFilter, page: AuditPage): Promise<readonly AuditRecord[]>;
    verify(within: AccessFilter, known?: AuditMark): Promise<ChainReport>;
  };
  readonly health: {
    /** Names of the parts that do not answer; empty when all is well. */
    troubles(): Promise<readonly string[]>;
    /** What the metrics count afresh. */
    standing(): Promise<Standing>;
  };
  readonly metrics: Pick<Metrics, 'request' | 'render'>;
  readonly demo: {
    readonly description: Demo;
    signIn(user: string): Promise<{ token: string; expiresAt: Date }>;
  } | null;
};
