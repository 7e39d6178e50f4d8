import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import { tenant } from '../contract/envelope.ts';
import { AppError } from '../errors.ts';
import { secretContext } from './authenticate-source.ts';
import { exportTokenContext } from './export-token.ts';
import type { Source } from './source.ts';
import { writeSecret } from './webhook-signature.ts';

const address = z.url({ protocol: /^https?$/ }).max(2_000);
const origin = address.refine(
  (url) => URL.canParse(url) && new URL(url).origin === url.replace(/\/$/, ''),
  'an origin such as https://files.example',
);

/** How a source is described; what is absent stays as it is, or begins as its default. */
export const sourceInput = z.strictObject({
  title: z.string().min(1).max(200).optional(),
  tenant: tenant.optional(),
  directory: z.boolean().optional(),
  mode: z.enum(['push', 'pull']).optional(),
  exportUrl: address.nullable().optional(),
  /** What its export wants to see as bearer; `null` takes it away. Asked again when the export moves to another origin. */
  exportToken: z.string().min(8).max(4_000).nullable().optional(),
  contentOrigins: z.array(origin).max(20).optional(),
  receiptsUrl: address.nullable().optional(),
  lateCheckUrl: address.nullable().optional(),
  enabled: z.boolean().optional(),
});
export type SourceInput = z.infer<typeof sourceInput>;

export const sourceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and dashes');

type Deps = {
  readonly sources: Pick<SourceRepository, 'find' | 'save' | 'findExportToken' | 'addSecret'>;
  readonly secretBox: Pick<SecretBox, 'seal'>;
};

/**
 * Adds a source or changes it. A new one gets a secret that signs its deliveries: it is given once, here.
 * @throws AppError `SOURCE_INVALID`, `CONFLICT` when another one already is the directory, `SOURCE_UNKNOWN` when a new one is removed again meanwhile
 */
export async function saveSource(
  deps: Deps,
  key: { readonly org: string; readonly id: string },
  input: SourceInput,
  by: string | null,
): Promise<{ readonly source: Source; readonly secret: string | null }> {
  const { org, id } = key;
  const before = await deps.sources.find(org, id);
  const source: Source = {
    org,
    id,
    title: input.title ?? before?.title ?? id,
    tenant: input.tenant ?? before?.tenant ?? org,
    isDirectory: input.directory ?? before?.isDirectory ?? false,
    mode: input.mode ?? before?.mode ?? 'push',
    exportUrl: withoutSlash(given(input.exportUrl, before?.exportUrl)),
    contentOrigins: (input.contentOrigins ?? before?.contentOrigins ?? []).map((url) => new URL(url).origin),
    receiptsUrl: given(input.receiptsUrl, before?.receiptsUrl),
    lateCheckUrl: given(input.lateCheckUrl, before?.lateCheckUrl),
    enabled: input.enabled ?? before?.enabled ?? true,
  };
  if (source.mode === 'pull' && source.exportUrl === null)
    throw new AppError('SOURCE_INVALID', {
      explanation: {
        fr: 'Pour aller chercher les événements, il faut l’adresse de l’export.',
        en: 'exportUrl: needed to fetch events (mode pull)',
      },
    });
  await deps.sources.save(source, {
    exportToken: await sealToken(deps, source, before, input.exportToken),
    by,
  });
  return { source, secret: before ? null : await renewSecret(deps, key, { only: false }) };
}

const given = <T>(input: T | null | undefined, before: T | null | undefined): T | null =>
  input === undefined ? (before ?? null) : input;

const withoutSlash = (url: string | null): string | null => url?.replace(/\/+$/, '') ?? null;

async function sealToken(
  deps: Deps,
  source: Source,
  before: Source | null,
  token: string | null | undefined,
) {
  if (token === null) return null;
  if (token !== undefined) return deps.secretBox.seal(token, exportTokenContext(source));
  const isElsewhere = exportTokenContext(source).at(-1) !== (before ? exportTokenContext(before).at(-1) : '');
  if (isElsewhere && (await deps.sources.findExportToken(source.org, source.id)))
    throw new AppError('SOURCE_INVALID', {
      explanation: {
        fr: 'L’export est à une autre adresse : donnez à nouveau son jeton.',
        en: 'exportToken: give it again, the export is at another address',
      },
    });
  return 'keep' as const;
}

/**
 * Gives a source another secret beside those that it has; with `only`, in their place. It is given once, here.
 * @throws AppError `SOURCE_UNKNOWN`
 */
export async function renewSecret(
  deps: Deps,
  key: { readonly org: string; readonly id: string },
  { only }: { readonly only: boolean },
): Promise<string> {
  const { org, id: source } = key;
  const secret = writeSecret(randomBytes(32));
  const id = randomUUID();
  const sealed = deps.secretBox.seal(secret, secretContext(org, source, id));
  // The one before goes on counting until the workplace signs with the new one.
  const isThere = await deps.sources.addSecret(org, source, { id, sealed }, { keep: only ? 1 : 2 });
  if (!isThere) throw new AppError('SOURCE_UNKNOWN');
  return secret;
}
