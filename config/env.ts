import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../src/core/errors.ts';
import { type DialectName, dialectNames } from '../src/core/providers/provider.ts';
import { isNearby, type TrustLevel, trustLevels } from '../src/core/trust.ts';
import { blankAsAbsent } from './blank-as-absent.ts';
import { type BucketSettings, blobKeys, bucketOf } from './blob-settings.ts';
import { refuseKnownDefault } from './known-defaults.ts';
import {
  type DatabaseServer,
  type RedisServer,
  readDatabaseServer,
  readRedisServer,
} from './store-servers.ts';

/** Reads `KEY` or the file named by `KEY_FILE`; both at once is a mistake that we say. */
function secret(source: NodeJS.ProcessEnv, key: string, problems: string[]): string | undefined {
  const file = source[`${key}_FILE`];
  const inline = source[key];
  if (file && inline) problems.push(`${key} and ${key}_FILE are both set: keep one of them.`);
  if (!file) return inline || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    problems.push(`${key}_FILE cannot be read: check the path and its permissions.`);
    return undefined;
  }
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'an http(s) address such as https://host/v1' });

/** Exact origins alone: a wildcard, a path or another scheme is none. */
const isWebOrigin = (text: string) => /^https?:\/\/[^*]+$/.test(text) && URL.parse(text)?.origin === text;

/** How rerank servers differ; each is an entry of `src/adapters/rerank/dialects.ts`. */
export const rerankDialects = ['cohere', 'tei', 'albert', 'albert-v1'] as const;

const schema = z.object({
  ...blobKeys,
  /** Folder that holds everything: database, index, blobs, keys. */
  SOURCIER_DATA: z.string().min(1).default('.sourcier'),
  /** Certificates of who signed that of the database server, in a PEM file; absent: those that Node knows. */
  DATABASE_CA_FILE: blankAsAbsent(z.string().min(1)),
  /** The same for Redis. */
  REDIS_CA_FILE: blankAsAbsent(z.string().min(1)),
  /** What the names of our keys in Redis begin with: one for each deployment that shares it. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'letters, digits, - and _ only')
    .default('sourcier'),
  /** What holds the words and vectors that are searched: `sqlite`, files of the data folder, or `qdrant`, a server. */
  INDEX: z.enum(['sqlite', 'qdrant']).default('sqlite'),
  /** Address of Qdrant's REST interface; without a port, 6333. */
  QDRANT_URL: blankAsAbsent(httpUrl),
  /** First part of the names of collections, so that several installations can share a server. */
  QDRANT_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/, 'small letters, digits and hyphens, at most 41')
    .default('sourcier'),
  /** Port of the HTTP server. */
  PORT: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(0).max(65_535).default(3210),
  ),
  /** Address that the HTTP server listens on. Loopback unless told: there is no TLS here. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Address that people use to reach the server, for printed links and for signing in by a trusted issuer. */
  PUBLIC_URL: blankAsAbsent(httpUrl),
  /** Origins of the workplaces that may hold the sidebar, as `https://espace.example.org`, commas between. Absent: none. */
  EMBED_ORIGINS: blankAsAbsent(
    z
      .string()
      .transform((list) => list.split(/[\s,]+/).filter(Boolean))
      .pipe(
        z.array(z.string().refine(isWebOrigin, 'origins such as https://espace.example.org, without a path')),
      ),
  ),
  /** Largest accepted upload, in bytes. */
  UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(100 * 1024 * 1024),
  /** Parser processes working at once. */
  PARSER_PROCESSES: z.coerce.number().int().min(1).max(64).default(2),
  /**
   * Path of LibreOffice's program `soffice`, or `none`: doc, xls and ppt are then not read, and office documents have no
   * pages. Absent: it is looked for in `PATH` and the usual places.
   */
  SOFFICE_PATH: blankAsAbsent(z.string().regex(/^(\/|none$)/, 'an absolute path, or `none`')),
  /** Months after which what answers took is known by month alone, no longer by answer and person. */
  USAGE_DETAIL_MONTHS: z.coerce.number().int().min(1).max(120).default(25),
  /** Months after which records of the audit are dropped; the mark of the last of them stays. */
  AUDIT_MONTHS: z.coerce.number().int().min(6).max(120).default(12),
  /** Days for which it is known what was removed or erased, so that it does not come back: at least as long as backups are kept. */
  TOMBSTONE_DAYS: z.coerce.number().int().min(90).max(3_650).default(400),
  /** File of canaries that `serve` looks for every hour (docs/watch.md). Absent: nothing is looked for. */
  WATCH_FILE: blankAsAbsent(z.string()),
  /** Log level of the service: fatal, error, warn, info, debug, trace or silent. */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Collector of traces (OTLP over HTTP), without `/v1/traces`. Absent: nothing is traced, and nothing loaded for it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: blankAsAbsent(httpUrl),
  /** Name under which this deployment appears in traces. */
  OTEL_SERVICE_NAME: z.string().min(1).default('sourcier'),
  /** Language of the command line: `fr` or `en`. Absent: that of the terminal, French when it says nothing. */
  SOURCIER_LANGUAGE: blankAsAbsent(z.enum(['fr', 'en'])),
  /** OpenAI-compatible chat server, up to and including `/v1`. Absent: answers are quoted passages. */
  LLM_BASE_URL: blankAsAbsent(httpUrl),
  /** Model name to ask of that server. */
  LLM_MODEL: blankAsAbsent(z.string().min(1)),
  /** What that server speaks: openai, mistral, albert, outscale, scaleway, ovh, vllm, ollama, tgi or generic. */
  LLM_DIALECT: blankAsAbsent(z.enum(dialectNames).exclude(['tei'])),
  /** Private networks in which organisations may have providers, as `10.1.0.0/16,fd00:1::/32`. Absent: none. */
  PROVIDER_PRIVATE_NETWORKS: blankAsAbsent(
    z.string().transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  ),
  /** Private networks in which workplaces may be: their files and listings are otherwise fetched from public addresses alone. */
  WORKPLACE_PRIVATE_NETWORKS: blankAsAbsent(
    z.string().transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  ),
  /** Private networks in which trusted issuers may be, written likewise. Absent: none. */
  ISSUER_PRIVATE_NETWORKS: blankAsAbsent(
    z.string().transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  ),
  /** How far that server is trusted with text. Absent: `on-premises` on this machine or a private network; elsewhere it must be said. */
  LLM_TRUST: blankAsAbsent(z.enum(trustLevels)),
  /** A cheaper model of that server, for answers that must keep to a budget. Absent: they read fewer passages. */
  LLM_SMALL_MODEL: blankAsAbsent(z.string().min(1)),
  /**
   * `auto`: the server named below, else the model on this machine, which a server fetches at its first start; `installed`:
   * the same, fetching nothing; `none`: words only.
   */
  EMBEDDINGS: z.enum(['auto', 'installed', 'none']).default('auto'),
  /** Folder of a model laid out as Hugging Face does (`config.json`, `tokenizer.json`, `onnx/`), instead of the usual one. */
  EMBEDDINGS_MODEL_FOLDER: blankAsAbsent(z.string().min(1)),
  /** Processors that a model on this machine keeps busy with passages. Absent: all but one. */
  EMBEDDINGS_THREADS: blankAsAbsent(z.coerce.number().int().min(1).max(64)),
  /** OpenAI-compatible embeddings server, up to and including `/v1`. It goes before a model on this machine. */
  EMBEDDINGS_BASE_URL: blankAsAbsent(httpUrl),
  /** Model name to ask of that server. */
  EMBEDDINGS_MODEL: blankAsAbsent(z.string().min(1)),
  /** As `LLM_TRUST`, for texts that are embedded: vectors leak text too. */
  EMBEDDINGS_TRUST: blankAsAbsent(z.enum(trustLevels)),
  /**
   * Text that the embedding model wants before a question, for example `query: ` with the E5 family. Absent: what a model
   * on this machine says of itself, nothing for a server.
   */
  EMBEDDINGS_QUERY_PREFIX: z.string().optional(),
  /** Text that the embedding model wants before a passage, for example `passage: `. */
  EMBEDDINGS_PASSAGE_PREFIX: z.string().optional(),
  /** Server of the model that was set before: its vectors answer until those of the new model are there. */
  EMBEDDINGS_PREVIOUS_BASE_URL: blankAsAbsent(httpUrl),
  /** Model name to ask of that server. */
  EMBEDDINGS_PREVIOUS_MODEL: blankAsAbsent(z.string().min(1)),
  /** What `EMBEDDINGS_TRUST` was for it. */
  EMBEDDINGS_PREVIOUS_TRUST: blankAsAbsent(z.enum(trustLevels)),
  /** What `EMBEDDINGS_QUERY_PREFIX` was for it. */
  EMBEDDINGS_PREVIOUS_QUERY_PREFIX: z.string().default(''),
  /** What `EMBEDDINGS_PASSAGE_PREFIX` was for it. */
  EMBEDDINGS_PREVIOUS_PASSAGE_PREFIX: z.string().default(''),
  /** Rerank server, up to what stands before `/rerank`. Absent: the order of the search stays. */
  RERANK_BASE_URL: blankAsAbsent(httpUrl),
  /** Model name to ask of that server; TEI has but one and wants none. */
  RERANK_MODEL: blankAsAbsent(z.string().min(1)),
  /** What that server speaks: `cohere` (also Jina, vLLM), `tei`, `albert`, or `albert-v1` before it took Cohere's words. */
  RERANK_DIALECT: blankAsAbsent(z.enum(rerankDialects)),
  /** Who holds what is sent there; decides which documents may be: on-premises, state, secnumcloud, eu or other. */
  RERANK_TRUST: blankAsAbsent(z.enum(trustLevels)),
});

/** An OpenAI-compatible server and the model asked of it. */
export type ModelServer = {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
  /** Absent: `generic`. */
  readonly dialect?: DialectName;
};

/** How far a server is trusted with text. */
export type Trusted = { readonly trust: TrustLevel };

/** How a model on this machine is used. */
export type LocalModelSettings = {
  /** Folder of the deployer's model; the usual one is in the data folder. */
  readonly folder?: string;
  /** True when a server fetches the usual model that is not there yet. */
  readonly installs: boolean;
  readonly threads?: number;
  readonly queryPrefix?: string;
  readonly passagePrefix?: string;
};

/** An embeddings server, with the words that its model wants before questions and passages. */
export type EmbeddingServer = ModelServer &
  Trusted & { readonly queryPrefix: string; readonly passagePrefix: string };
/** A rerank server: how it is spoken to, and how far it is trusted. */
export type RerankServer = Omit<ModelServer, 'model' | 'dialect'> & {
  readonly model?: string;
  readonly dialect: (typeof rerankDialects)[number];
  readonly trust: TrustLevel;
};

/** Where words and vectors are searched. */
export type IndexSettings =
  | { readonly kind: 'sqlite' }
  | {
      readonly kind: 'qdrant';
      readonly url: string;
      readonly apiKey?: string;
      /** First part of the names of collections. */
      readonly prefix: string;
    };
/** Where spans are sent. */
export type Tracing = {
  readonly endpoint: string;
  readonly serviceName: string;
  /** What the collector wants with each call, a key above all. */
  readonly headers: Readonly<Record<string, string>>;
};

export type Environment = {
  readonly dataFolder: string;
  readonly index: IndexSettings;
  /** `DATABASE_URL`; absent: PostgreSQL in the data folder. */
  readonly database?: DatabaseServer;
  /** `REDIS_URL`; absent: the queue is in PostgreSQL. */
  readonly redis?: RedisServer;
  readonly language: 'fr' | 'en';
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl?: string;
    /** Pages of these origins may hold the sidebar. */
    readonly embedOrigins?: readonly string[];
  };
  readonly uploadMaxBytes: number;
  readonly parserProcesses: number;
  /** Where to find LibreOffice: its program (`none`: nowhere), else the folders of programs. */
  readonly soffice: { readonly program?: string; readonly searchPath: string };
  /** After so many months, spending is known by month alone. */
  readonly usageDetailMonths: number;
  readonly auditMonths: number;
  readonly tombstoneDays: number;
  /** File of canaries to look for every hour. */
  readonly watchFile?: string;
  readonly logLevel: z.infer<typeof schema>['LOG_LEVEL'];
  /** Absent: nothing is traced. */
  readonly tracing?: Tracing;
  readonly languageModel?: ModelServer & Trusted & { readonly smallModel?: string };
  /** Networks opened to providers of organisations, which otherwise stay on public addresses (R53). */
  readonly providerNetworks: readonly string[];
  /** Networks opened to workplaces, whose files and listings are otherwise fetched from public addresses alone. */
  readonly workplaceNetworks: readonly string[];
  /** Networks opened to trusted issuers, which otherwise stay on public addresses. */
  readonly issuerNetworks: readonly string[];
  /** True when files are sealed with a key of their organisation before they are kept. */
  readonly sealsBlobs: boolean;
  /** The bucket that holds the files; absent: a folder of the data folder does. */
  readonly bucket?: BucketSettings;
  /** What seals secrets in the database; absent: a file of the data folder. */
  readonly secretKeys?: string;
  readonly embeddings?: EmbeddingServer;
  /** Absent where a server embeds, or nothing does. */
  readonly localModel?: LocalModelSettings;
  /** Variables that pip needs to find packages, and no others. */
  readonly pipVariables: Readonly<Record<string, string>>;
  readonly rerank?: RerankServer;
  /** The one that was configured before, while its vectors still answer. */
  readonly previousEmbeddings?: EmbeddingServer;
};

/**
 * The deployment's configuration, checked and frozen. Only this file reads environment variables.
 * @throws AppError `CONFIGURATION_INVALID`: names the keys and how to mend them, never their values
 */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const problems: string[] = [];
  const languageModelKey = secret(source, 'LLM_API_KEY', problems);
  const embeddingsKey = secret(source, 'EMBEDDINGS_API_KEY', problems);
  const rerankKey = secret(source, 'RERANK_API_KEY', problems);
  const qdrantKey = secret(source, 'QDRANT_API_KEY', problems);
  const secretKeys = secret(source, 'SOURCIER_SECRET_KEY', problems);
  const s3 = {
    id: secret(source, 'S3_ACCESS_KEY_ID', problems),
    secret: secret(source, 'S3_SECRET_ACCESS_KEY', problems),
  };
  const tracingHeaders = secret(source, 'OTEL_EXPORTER_OTLP_HEADERS', problems);
  const previousKey = secret(source, 'EMBEDDINGS_PREVIOUS_API_KEY', problems);
  for (const key of secretKeys?.split(/\s+/) ?? []) refuseKnownDefault('SOURCIER_SECRET_KEY', key, problems);
  const databaseUrl = secret(source, 'DATABASE_URL', problems);
  const databasePassword = secret(source, 'DATABASE_PASSWORD', problems);
  const redisUrl = secret(source, 'REDIS_URL', problems);
  const redisPassword = secret(source, 'REDIS_PASSWORD', problems);
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(`${issue.path.join('.')}: ${issue.message}.`);
  }
  const value = parsed.data;
  if (value && !value.LLM_BASE_URL !== !value.LLM_MODEL)
    problems.push('LLM_BASE_URL and LLM_MODEL go together: set both or neither.');
  if (value?.LLM_SMALL_MODEL && !value.LLM_MODEL)
    problems.push('LLM_SMALL_MODEL: it needs LLM_BASE_URL and LLM_MODEL.');
  if (value && !value.EMBEDDINGS_BASE_URL !== !value.EMBEDDINGS_MODEL)
    problems.push('EMBEDDINGS_BASE_URL and EMBEDDINGS_MODEL go together: set both or neither.');
  const bucket = value && bucketOf(value, s3, problems);
  const rerank = value && rerankServer(value, rerankKey, problems);
  if (value && !value.EMBEDDINGS_PREVIOUS_BASE_URL !== !value.EMBEDDINGS_PREVIOUS_MODEL)
    problems.push(
      'EMBEDDINGS_PREVIOUS_BASE_URL and EMBEDDINGS_PREVIOUS_MODEL go together: set both or neither.',
    );
  if (!value) throw new AppError('CONFIGURATION_INVALID', { detail: problems.join('\n') });

  const database = readDatabaseServer(
    { url: databaseUrl, password: databasePassword, caFile: value.DATABASE_CA_FILE },
    problems,
  );
  const redis = readRedisServer(
    { url: redisUrl, password: redisPassword, caFile: value.REDIS_CA_FILE, prefix: value.REDIS_PREFIX },
    problems,
  );
  const environment: Environment = {
    dataFolder: resolve(value.SOURCIER_DATA),
    index: indexOf(value, qdrantKey, problems),
    ...(database && { database }),
    ...(redis && { redis }),
    language: terminalLanguage(source),
    http: {
      host: value.HOST,
      port: value.PORT,
      ...(value.PUBLIC_URL && { publicUrl: value.PUBLIC_URL }),
      ...(value.EMBED_ORIGINS && { embedOrigins: value.EMBED_ORIGINS }),
    },
    uploadMaxBytes: value.UPLOAD_MAX_BYTES,
    parserProcesses: value.PARSER_PROCESSES,
    soffice: {
      ...(value.SOFFICE_PATH && { program: value.SOFFICE_PATH }),
      searchPath: source['PATH'] ?? '',
    },
    usageDetailMonths: value.USAGE_DETAIL_MONTHS,
    auditMonths: value.AUDIT_MONTHS,
    tombstoneDays: value.TOMBSTONE_DAYS,
    ...(value.WATCH_FILE && { watchFile: value.WATCH_FILE }),
    logLevel: value.LOG_LEVEL,
    ...(value.OTEL_EXPORTER_OTLP_ENDPOINT && {
      tracing: {
        endpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT,
        serviceName: value.OTEL_SERVICE_NAME,
        headers: headersOf(tracingHeaders, problems),
      },
    }),
    ...(value.LLM_BASE_URL &&
      value.LLM_MODEL && {
        languageModel: {
          baseUrl: value.LLM_BASE_URL,
          model: value.LLM_MODEL,
          trust: trustOf('LLM', value.LLM_BASE_URL, value.LLM_TRUST, problems),
          ...(value.LLM_SMALL_MODEL && { smallModel: value.LLM_SMALL_MODEL }),
          ...(languageModelKey && { apiKey: languageModelKey }),
          ...(value.LLM_DIALECT && { dialect: value.LLM_DIALECT }),
        },
      }),
    providerNetworks: value.PROVIDER_PRIVATE_NETWORKS ?? [],
    workplaceNetworks: value.WORKPLACE_PRIVATE_NETWORKS ?? [],
    issuerNetworks: value.ISSUER_PRIVATE_NETWORKS ?? [],
    ...embeddingsOf(value, embeddingsKey, problems),
    ...(rerank && { rerank }),
    ...(value.EMBEDDINGS !== 'none' &&
      value.EMBEDDINGS_PREVIOUS_BASE_URL &&
      value.EMBEDDINGS_PREVIOUS_MODEL && {
        previousEmbeddings: {
          baseUrl: value.EMBEDDINGS_PREVIOUS_BASE_URL,
          model: value.EMBEDDINGS_PREVIOUS_MODEL,
          trust: trustOf(
            'EMBEDDINGS_PREVIOUS',
            value.EMBEDDINGS_PREVIOUS_BASE_URL,
            value.EMBEDDINGS_PREVIOUS_TRUST,
            problems,
          ),
          queryPrefix: value.EMBEDDINGS_PREVIOUS_QUERY_PREFIX,
          passagePrefix: value.EMBEDDINGS_PREVIOUS_PASSAGE_PREFIX,
          ...(previousKey && { apiKey: previousKey }),
        },
      }),
    sealsBlobs: value.BLOB_ENCRYPTION === 'on',
    ...(bucket && { bucket }),
    ...(secretKeys && { secretKeys }),
    pipVariables: pipVariables(source),
  };
  if (problems.length > 0) throw new AppError('CONFIGURATION_INVALID', { detail: problems.join('\n') });
  return Object.freeze(environment);
}

function indexOf(
  { INDEX: kind, QDRANT_URL: url, QDRANT_PREFIX: prefix }: z.infer<typeof schema>,
  apiKey: string | undefined,
  problems: string[],
): IndexSettings {
  if (kind === 'sqlite') return { kind };
  if (!url) {
    problems.push('QDRANT_URL: INDEX=qdrant needs the address of the server.');
    return { kind: 'sqlite' };
  }
  refuseKnownDefault('QDRANT_API_KEY', apiKey, problems);
  const { protocol, hostname } = new URL(url);
  if (apiKey && protocol === 'http:' && !isNearby(hostname))
    problems.push('QDRANT_URL: the key would travel in clear; take https, or a server on a private network.');
  return { kind, url, prefix, ...(apiKey && { apiKey }) };
}

/** `name=value` pairs, commas between, as OpenTelemetry writes them. */
function headersOf(list: string | undefined, problems: string[]): Record<string, string> {
  const pairs = (list ?? '').split(',').filter((pair) => pair.trim() !== '');
  const headers = pairs.map((pair) => pair.split(/=(.*)/s).map((part) => part.trim()));
  if (headers.some(([name, value]) => !name || !value))
    problems.push('OTEL_EXPORTER_OTLP_HEADERS: pairs as name=value, commas between them.');
  return Object.fromEntries(headers);
}

function embeddingsOf(
  value: z.infer<typeof schema>,
  apiKey: string | undefined,
  problems: string[],
): Pick<Environment, 'embeddings' | 'localModel'> {
  if (value.EMBEDDINGS === 'none') return {};
  const { EMBEDDINGS_QUERY_PREFIX: queryPrefix, EMBEDDINGS_PASSAGE_PREFIX: passagePrefix } = value;
  if (value.EMBEDDINGS_BASE_URL && value.EMBEDDINGS_MODEL)
    return {
      embeddings: {
        baseUrl: value.EMBEDDINGS_BASE_URL,
        model: value.EMBEDDINGS_MODEL,
        trust: trustOf('EMBEDDINGS', value.EMBEDDINGS_BASE_URL, value.EMBEDDINGS_TRUST, problems),
        queryPrefix: queryPrefix ?? '',
        passagePrefix: passagePrefix ?? '',
        ...(apiKey && { apiKey }),
      },
    };
  return {
    localModel: {
      installs: value.EMBEDDINGS === 'auto',
      ...(value.EMBEDDINGS_MODEL_FOLDER && { folder: resolve(value.EMBEDDINGS_MODEL_FOLDER) }),
      ...(value.EMBEDDINGS_THREADS && { threads: value.EMBEDDINGS_THREADS }),
      ...(queryPrefix !== undefined && { queryPrefix }),
      ...(passagePrefix !== undefined && { passagePrefix }),
    },
  };
}

/** Where to find pip, its settings, proxies and certificates, the home and temporary folders of each system. */
const forPip =
  /^(PATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|TEMP|TMP|TMPDIR|LANG|LC_ALL|VIRTUAL_ENV|XDG_\w+|PIP_\w+|(HTTPS?|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE)$/i;

function pipVariables(source: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) =>
      value !== undefined && forPip.test(name) ? [[name, value]] : [],
    ),
  );
}

/** A server of this machine or a private network is trusted as such; of any other the operator must say what it may see. */
function trustOf(
  name: string,
  baseUrl: string,
  stated: TrustLevel | undefined,
  problems: string[],
): TrustLevel {
  if (stated) return stated;
  if (!isNearby(new URL(baseUrl).hostname))
    problems.push(`${name}_TRUST: say how far that server is trusted: ${trustLevels.join(', ')}.`);
  return 'on-premises';
}

/** Trust has no default: what may leave is the operator's to say. */
function rerankServer(
  value: z.infer<typeof schema>,
  apiKey: string | undefined,
  problems: string[],
): RerankServer | null {
  const {
    RERANK_BASE_URL: baseUrl,
    RERANK_MODEL: model,
    RERANK_DIALECT: dialect,
    RERANK_TRUST: trust,
  } = value;
  if (!baseUrl && !model && !dialect && !trust) return null;
  if (baseUrl && dialect && trust && (model || dialect === 'tei'))
    return { baseUrl, dialect, trust, ...(model && { model }), ...(apiKey && { apiKey }) };
  problems.push(
    'RERANK_BASE_URL, RERANK_MODEL, RERANK_DIALECT and RERANK_TRUST go together: set all or none (tei needs no model).',
  );
  return null;
}

/** `SOURCIER_LANGUAGE`, else the locale in POSIX order of precedence; every terminal that is not English speaks French. */
export function terminalLanguage(source: NodeJS.ProcessEnv = process.env): 'fr' | 'en' {
  const wanted = source['SOURCIER_LANGUAGE'];
  if (wanted === 'fr' || wanted === 'en') return wanted;
  const locale = source['LC_ALL'] || source['LC_MESSAGES'] || source['LANG'] || '';
  return /^en([_.]|$)/i.test(locale) ? 'en' : 'fr';
}

/** The environment of a child process of ours: this one's, with changes. */
export function childEnvironment(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
