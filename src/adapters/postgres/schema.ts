import type { ColumnType, Generated } from 'kysely';
import type { AssistantOffReason } from '../../core/access/assistant-off.ts';
import type { ServiceScope } from '../../core/access/service-key.ts';
import type { IssuerKind, IssuerProfile } from '../../core/access/trusted-issuer.ts';
import type { Outcome } from '../../core/answer/answer.ts';
import type { Acl } from '../../core/contract/acl.ts';
import type { FeedbackReason } from '../../core/conversation/feedback.ts';
import type { DocumentState, Language, LaterPass, Sensitivity } from '../../core/document.ts';
import type { ResultLine } from '../../core/evaluation/result-line.ts';
import type { RunState, RunTrouble } from '../../core/evaluation/run.ts';
import type { Endpoint, Question } from '../../core/evaluation/suite.ts';
import type { FileFormat } from '../../core/file-formats.ts';
import type { SensitivityLabel } from '../../core/parsed-document.ts';
import type { Aside, Place } from '../../core/place.ts';
import type { EmbeddingChoice, EngineUse } from '../../core/providers/engine-choice.ts';
import type { ReasonCode } from '../../core/reasons.ts';
import type { BudgetPeriod, BudgetSubject, BudgetUnit } from '../../core/spend/budget.ts';
import type { Warning } from '../../core/warnings.ts';
import type {
  BackfillPhase,
  BackfillState,
  BackfillTrouble,
} from '../../core/workplace/backfill/backfill.ts';
import type { ItemContent } from '../../core/workplace/item.ts';
import type { SourceMode } from '../../core/workplace/source.ts';
import type { KeptAnswer } from '../../ports/conversation-repository.ts';
import type { RebuildSubject, SpaceRole } from '../../ports/document-store.ts';
import type { HoldSubject } from '../../ports/hold-repository.ts';
import type { ReceiptOutcome } from '../../ports/receipt-store.ts';
import type { SaidDigest } from '../../ports/reconciliation-store.ts';
import type { SecurityItem } from '../../ports/security-item-repository.ts';
import type { SessionKind } from '../../ports/sessions.ts';

/** `bigint` columns hold byte counts and row numbers below 2^53 and are read as numbers (see `database.ts`). */
type GeneratedTime = ColumnType<Date, Date | undefined, Date>;
type Json<T> = ColumnType<T, string, string>;

type AliasColumns = {
  org: string;
  acronym_key: string;
  expansion_key: string;
  acronym: string;
  expansion: string;
};

/** The tables as kysely sees them: see `migrations/` for keys and reasons. */
export type Schema = {
  organisation: {
    id: string;
    title: string;
    created_at: GeneratedTime;
    guests_excluded: Generated<boolean>;
    assistant_off_at: Date | null;
    assistant_off_reason: AssistantOffReason | null;
    sharing_allowed: Generated<boolean>;
  };
  space: {
    org: string;
    id: string;
    title: string;
    kind: Generated<string>;
    sensitivity: Sensitivity;
    assistant_enabled: Generated<boolean>;
    excluded_here: Generated<boolean>;
    excluded_at_source: Generated<boolean>;
    excluded_as: ColumnType<SpaceRole | null, SpaceRole | null | undefined, SpaceRole | null>;
    animators: Generated<string[]>;
  };
  app_user: {
    org: string;
    id: string;
    name: string;
    title: string | null;
    is_admin: Generated<boolean>;
    is_owner: Generated<boolean>;
    is_auditor: Generated<boolean>;
    is_guest: Generated<boolean>;
    pseudonym: Generated<string>;
    disabled_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  user_identity: { org: string; issuer: string; subject: string; user_id: string };
  trusted_issuer: {
    org: string;
    id: string;
    kind: IssuerKind;
    issuer: string;
    audience: string;
    jwks_url: string | null;
    profile: IssuerProfile;
    public_name: string | null;
    sealed_secret: Buffer | null;
    created_at: GeneratedTime;
  };
  session: {
    org: string;
    id: string;
    issuer_id: string;
    subject: string;
    provider_session: string | null;
    sealed_id_token: Buffer | null;
    kind: SessionKind;
    hash: string;
    created_at: GeneratedTime;
    expires_at: Date;
  };
  used_token: { org: string; issuer_id: string; token_id: string; expires_at: Date };
  service_key: {
    org: string;
    id: string;
    name: string;
    hash: string;
    scopes: ServiceScope[];
    source: string | null;
    created_at: GeneratedTime;
    expires_at: Date;
    revoked_at: Date | null;
    last_used_at: Date | null;
  };
  data_key: { org: string; sealed: Buffer; created_at: GeneratedTime };
  user_group: { org: string; id: string; title: string };
  membership: { org: string; principal: string; member: string; sequence: Generated<number> };
  membership_absence: {
    org: string;
    principal: string;
    member: string;
    sequence: number;
    removed_at: GeneratedTime;
  };
  access_class: {
    id: Generated<number>;
    org: string;
    allow: string[];
    restricted_to: string[];
    deny: string[];
  };
  document: {
    org: string;
    id: string;
    source: string;
    external_id: string;
    parent_id: string | null;
    space: string;
    access_class: number;
    title: string;
    path: string;
    url: string | null;
    language: Generated<Language>;
    sensitivity: Sensitivity;
    encryption: Generated<string>;
    state: DocumentState;
    reason: ReasonCode | null;
    live_version: Generated<number>;
    wanted_version: number;
    sha256: string;
    bytes: number;
    format: FileFormat | null;
    created_by: string | null;
    modified_at: Date;
    changed_at: GeneratedTime;
    queued_at: GeneratedTime;
    tries: Generated<number>;
    awaits: Generated<LaterPass[]>;
    author: string | null;
    created_in_file_at: Date | null;
    pages: number | null;
    languages: Generated<Language[]>;
    warnings: ColumnType<readonly Warning[], string | undefined, string>;
    labels: ColumnType<readonly SensitivityLabel[], string | undefined, string>;
    rendition: string | null;
    generations: Generated<string[]>;
    vectors_asked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    awaits_bytes: Generated<boolean>;
    claim: Generated<number>;
    /** Its words in the index may be those of a former title. */
    renamed: Generated<boolean>;
    rebuild_asked_at: ColumnType<Date | null, never, Date | null>;
    /** Why it could not be read anew, though its text of before stays. */
    rebuild_reason: ColumnType<ReasonCode | null, never, ReasonCode | null>;
  };
  document_count: {
    org: string;
    access_class: number;
    space: string;
    languages: Language[];
    standing: string;
    documents: number;
    newest_at: Date | null;
  };
  index_rebuild: {
    org: string;
    subject_kind: RebuildSubject['kind'];
    subject_id: string;
    asked_at: Date;
    documents: number;
  };
  index_comparison: { org: string; compared_at: Date; differed: number };
  document_version: {
    org: string;
    document_id: string;
    version: number;
    sha256: string;
    bytes: number;
    format: string | null;
    title: string | null;
    pages: number | null;
    chunker_version: number | null;
    published_at: GeneratedTime;
  };
  tombstone: {
    org: string;
    document_id: string;
    version: number;
    removed_at: GeneratedTime;
    erased: Generated<boolean>;
  };
  person_erasure: { org: string; person_digest: string; erased_at: Date };
  retention: { org: string; conversation_days: number | null };
  legal_hold: {
    org: string;
    id: string;
    subject_kind: HoldSubject['kind'];
    subject_id: string;
    reason: string;
    placed_by: string | null;
    placed_at: GeneratedTime;
    released_by: string | null;
    released_at: Date | null;
  };
  held_content: {
    org: string;
    subject_kind: HoldSubject['kind'];
    subject_id: string;
    content_id: string;
    version: number;
    content: Json<unknown>;
    sha256: string | null;
    rendition: string | null;
    set_aside_at: GeneratedTime;
  };
  section: {
    org: string;
    document_id: string;
    ordinal: number;
    headings: string[];
    place: ColumnType<Place | null, string | null, string | null>;
    aside: Aside | null;
    language: Language;
    start_offset: number;
    end_offset: number;
    text: string;
    tokens: number;
  };
  chunk: {
    org: string;
    id: string;
    document_id: string;
    version: number;
    ordinal: number;
    section_ordinal: number;
    headings: string[];
    place: ColumnType<Place | null, string | null, string | null>;
    aside: Aside | null;
    language: Language;
    start_offset: number;
    end_offset: number;
    text: string;
    text_hash: string;
    tokens: number;
    recognised: number | null;
  };
  embedding_generation: {
    org: string;
    generation: string;
    status: 'serving' | 'building' | 'retired';
    since: GeneratedTime;
    chosen: ColumnType<EmbeddingChoice | null, string | null | undefined, string | null>;
    failed_with: string | null;
  };
  alias_mention: AliasColumns & {
    document_id: string;
    alias: string;
    access_class: number;
    /** Its title says so, and its text does not. */
    of_title: Generated<boolean>;
  };
  suggestion: { org: string; document_id: string; ordinal: number; text: string };
  alias: AliasColumns & { id: string; added_at: GeneratedTime };
  alias_hidden: { org: string; id: string; hidden_at: GeneratedTime };
  embedding: { org: string; text_hash: string; generation: string; vector: Buffer };
  inbox: { org: string; source: string; event_id: string; result: Json<unknown>; received_at: GeneratedTime };
  outbox: {
    id: Generated<number>;
    org: string;
    job: string;
    payload: Json<Record<string, unknown>>;
    created_at: GeneratedTime;
  };
  conversation: {
    org: string;
    id: string;
    user_id: string;
    title: string;
    title_key: string;
    created_at: GeneratedTime;
    updated_at: GeneratedTime;
  };
  conversation_share: {
    org: string;
    conversation_id: string;
    user_id: string | null;
    group_id: string | null;
    space_id: string | null;
    principal: ColumnType<string, never, never>;
    through_ordinal: number;
    shared_at: Date;
  };
  message: {
    org: string;
    id: string;
    conversation_id: string;
    ordinal: number;
    role: 'user' | 'assistant';
    text: string;
    outcome: Outcome | null;
    answer: ColumnType<KeptAnswer | null, string | null, string | null>;
    created_at: GeneratedTime;
    retry_of: ColumnType<string | null, string | null | undefined, never>;
    superseded_by: ColumnType<string | null, string | null | undefined, string | null>;
    copied_from: ColumnType<string | null, string | null | undefined, never>;
  };
  message_source: {
    org: string;
    message_id: string;
    n: number;
    document_id: string;
    version: number;
    chunk_id: string;
    cited: boolean;
    source: Json<unknown>;
  };
  feedback: {
    org: string;
    message_id: string;
    user_id: string;
    useful: boolean;
    sources: ColumnType<readonly { readonly n: number; readonly useful: boolean }[], string, string>;
    reasons: ColumnType<readonly FeedbackReason[], string, string>;
    given_at: GeneratedTime;
  };
  feedback_comment: { org: string; message_id: string; user_id: string; text: string };
  security_item: {
    org: string;
    id: string;
    message_id: string;
    user_id: string | null;
    documents: Json<SecurityItem['documents']>;
    state: ColumnType<SecurityItem['state'], SecurityItem['state'] | undefined, SecurityItem['state']>;
    note: string | null;
    opened_at: GeneratedTime;
    changed_at: Date | null;
    changed_by: string | null;
  };
  organisation_fusion: {
    org: string;
    vector_weight: number;
    with_reference: number;
    fitted_at: GeneratedTime;
  };
  calibration: {
    org: string;
    calibrated_for: string;
    slope: number;
    log_odds_offset: number;
    floor: number;
    quoted_floor: number;
    sure: number;
    answerable: number;
    unanswerable: number;
    auroc: number;
    fitted_at: GeneratedTime;
  };
  provider: {
    org: string;
    id: string;
    name: string;
    dialect: string;
    base_url: string;
    models: Json<unknown>;
    trust: string;
    hosting: string | null;
    prices: ColumnType<unknown, string | null, string | null>;
    enabled: boolean;
    created_at: GeneratedTime;
  };
  provider_secret: {
    org: string;
    provider_id: string;
    host: string;
    sealed: Buffer;
    sealed_at: GeneratedTime;
  };
  provider_choice: { org: string; space: string; provider_id: string };
  engine_choice: {
    org: string;
    purpose: EngineUse;
    provider_id: string;
    model: string;
    query_prefix: string;
    passage_prefix: string;
  };
  provider_test: { org: string; provider_id: string; probed_at: Date; results: Json<unknown> };
  answer_policy: {
    org: string;
    version: number;
    matrix: Json<unknown>;
    withhold_unsupported: boolean;
    second_opinion: Generated<boolean>;
    private_documents: Generated<boolean>;
    changed_at: GeneratedTime;
  };
  budget: {
    org: string;
    id: Generated<string>;
    subject_kind: BudgetSubject['kind'];
    subject_id: string;
    unit: BudgetUnit;
    period: BudgetPeriod;
    soft: number | null;
    hard: number | null;
  };
  budget_use: {
    org: string;
    budget_id: string;
    opens_on: string;
    holder: string;
    used: Generated<number>;
    reserved: Generated<number>;
    warned_at: Date | null;
    exhausted_at: Date | null;
  };
  budget_reservation: {
    org: string;
    id: string;
    expires_at: Date;
    budgets: string[];
    opens_on: string[];
    holders: string[];
    amounts: number[];
    person: string | null;
    spaces: string[];
    provider: string | null;
    model: string | null;
    prompt_tokens: number;
    completion_tokens: number;
    micro_euros: number | null;
  };
  spend: {
    org: string;
    message_id: string;
    at: Date;
    person: string | null;
    spaces: string[];
    provider: string | null;
    model: string | null;
    prompt_tokens: number;
    completion_tokens: number;
    micro_euros: number | null;
    energy_wh: number | null;
    is_estimated: boolean;
  };
  spend_month: {
    org: string;
    month: string;
    spaces: string[];
    provider: string | null;
    model: string | null;
    requests: number;
    prompt_tokens: number;
    completion_tokens: number;
    micro_euros: number | null;
    energy_wh: number | null;
    estimated: number;
  };
  source: {
    org: string;
    id: string;
    tenant: string;
    title: string;
    is_directory: boolean;
    mode: SourceMode;
    export_url: string | null;
    content_origins: string[];
    receipts_url: string | null;
    late_check_url: string | null;
    export_token: Buffer | null;
    enabled: Generated<boolean>;
    created_at: GeneratedTime;
  };
  source_secret: { org: string; source: string; id: string; sealed: Buffer; created_at: GeneratedTime };
  source_progress: {
    org: string;
    source: string;
    max_sequence: Generated<number>;
    announced_sequence: Generated<number>;
    heard_at: Date | null;
    applied: Generated<number>;
    duplicates: Generated<number>;
    stale: Generated<number>;
    rejected: Generated<number>;
    pushed_digest: ColumnType<SaidDigest | null, string | null | undefined, string | null>;
    asked_at: Date | null;
    compared_at: Date | null;
    agreed_at: Date | null;
    behind_since: Date | null;
    covered_sequence: Generated<number>;
    directory_pulled_at: Date | null;
    receipt_attempts: Generated<number>;
    receipts_next_at: Date | null;
    receipts_ended_at: Date | null;
  };
  receipt: {
    org: string;
    source: string;
    id: Generated<number>;
    item: string;
    outcome: ReceiptOutcome;
    reason: string | null;
    content_version: number;
    at: GeneratedTime;
  };
  space_difference: {
    org: string;
    source: string;
    space: string;
    since: Date;
    seen_at: Date;
    times: Generated<number>;
    known: number;
    said: number;
    repaired_at: Date | null;
  };
  item: {
    org: string;
    source: string;
    external_id: string;
    document_id: string;
    content_sequence: Generated<number>;
    content: ColumnType<ItemContent | null, string | null, string | null>;
    place_sequence: Generated<number>;
    space: string | null;
    folder_path: Generated<string[]>;
    path: string | null;
    acl_sequence: Generated<number>;
    acl: ColumnType<Acl | null, string | null, string | null>;
    acl_version: Generated<number>;
    gone_sequence: Generated<number>;
    listed_in: string | null;
    touched_at: GeneratedTime;
  };
  backfill: {
    org: string;
    id: string;
    source: string;
    spaces: string[] | null;
    phase: Generated<BackfillPhase>;
    state: Generated<BackfillState>;
    space_at: Generated<number>;
    cursor: string | null;
    expected: number | null;
    listed: Generated<number>;
    changed: Generated<number>;
    unreadable: Generated<number>;
    removed: Generated<number>;
    nameless: Generated<number>;
    problems: Generated<string[]>;
    repeats: Generated<number>;
    forced: Generated<boolean>;
    trouble: BackfillTrouble | null;
    attempts: Generated<number>;
    next_at: GeneratedTime;
    started_at: GeneratedTime;
    updated_at: GeneratedTime;
    ended_at: Date | null;
  };
  question_set: {
    org: string;
    id: string;
    title: string;
    questions: Json<readonly Question[]>;
    saved_at: GeneratedTime;
  };
  evaluation_run: {
    org: string;
    id: string;
    set_id: string;
    title: string;
    endpoint: Endpoint;
    questions: Json<readonly Question[]>;
    asked: number;
    principal: string;
    people: string[];
    provider: string | null;
    prompt_version: number | null;
    launched_by: string | null;
    state: Generated<RunState>;
    trouble: RunTrouble | null;
    done: Generated<number>;
    started_at: GeneratedTime;
    updated_at: GeneratedTime;
    ended_at: Date | null;
  };
  evaluation_result: {
    org: string;
    run_id: string;
    ordinal: number;
    line: Json<ResultLine>;
    documents: string[];
    versions: number[];
  };
  prompt_choice: { org: string; space: string; prompt: string; version: number };
  folder_rule: {
    org: string;
    source: string;
    folder: string;
    sequence: number;
    space: string;
    acl: ColumnType<Acl, string, string>;
    acl_version: number;
  };
  directory_register: {
    org: string;
    kind: string;
    id: string;
    sequence: number;
    value: Json<unknown>;
    changed_at: GeneratedTime;
  };
  audit: {
    id: Generated<number>;
    org: string;
    at: GeneratedTime;
    actor: string | null;
    action: string;
    details: Json<Record<string, unknown>>;
    content_hash: string;
    /** Written by the database at the end of the transaction, as are the two hashes. */
    sequence: number | null;
    previous_hash: string | null;
    hash: string | null;
  };
  audit_chain: {
    org: string;
    sequence: number;
    hash: string;
    dropped_sequence: Generated<number>;
    dropped_hash: string;
  };
  organisation_removal: { organisation: string; removed_at: Date; receipt: Json<unknown> };
};

/** Tables that belong to one organisation: a statement on them must say which (R21). */
export const tenantTables = [
  'space',
  'app_user',
  'user_identity',
  'trusted_issuer',
  'session',
  'used_token',
  'service_key',
  'data_key',
  'user_group',
  'membership',
  'membership_absence',
  'access_class',
  'document',
  'document_count',
  'index_rebuild',
  'index_comparison',
  'document_version',
  'tombstone',
  'person_erasure',
  'retention',
  'legal_hold',
  'held_content',
  'section',
  'chunk',
  'embedding_generation',
  'alias_mention',
  'suggestion',
  'alias',
  'alias_hidden',
  'embedding',
  'inbox',
  'source',
  'source_secret',
  'source_progress',
  'space_difference',
  'receipt',
  'item',
  'backfill',
  'folder_rule',
  'directory_register',
  'outbox',
  'conversation',
  'conversation_share',
  'message',
  'message_source',
  'calibration',
  'question_set',
  'evaluation_result',
  'evaluation_run',
  'prompt_choice',
  'feedback',
  'feedback_comment',
  'security_item',
  'organisation_fusion',
  'provider',
  'provider_secret',
  'provider_choice',
  'engine_choice',
  'provider_test',
  'answer_policy',
  'budget',
  'budget_use',
  'budget_reservation',
  'spend',
  'spend_month',
  'audit',
  'audit_chain',
] as const satisfies readonly (keyof Schema)[];
