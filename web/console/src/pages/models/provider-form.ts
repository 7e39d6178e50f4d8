import {
  type Dialect,
  type ModelUse,
  modelUses,
  type Provider,
  type ProviderSettings,
  type TrustLevel,
} from '../../api/providers.ts';

/** A provider as it is being typed: texts as they stand in the fields. */
export type ProviderForm = {
  readonly id: string;
  readonly name: string;
  readonly dialect: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly forgetsKey: boolean;
  readonly models: Readonly<Record<ModelUse, string>>;
  readonly trust: TrustLevel;
  readonly hosting: string;
  readonly promptEuro: string;
  readonly completionEuro: string;
  readonly enabled: boolean;
};

const noModels = { chat: '', smallChat: '', embeddings: '', rerank: '' };

/** The form of a provider that is there, or of a new one: the least trusted until somebody says more. */
export function formOf(provider: Provider | null): ProviderForm {
  return {
    id: provider?.id ?? '',
    name: provider?.name ?? '',
    dialect: provider?.dialect ?? 'generic',
    baseUrl: provider?.baseUrl ?? '',
    apiKey: '',
    forgetsKey: false,
    models: { ...noModels, ...provider?.models },
    trust: provider?.trust ?? 'other',
    hosting: provider?.hosting ?? '',
    promptEuro: provider?.prices ? `${provider.prices.promptEuro}` : '',
    completionEuro: provider?.prices ? `${provider.prices.completionEuro}` : '',
    enabled: provider?.enabled ?? true,
  };
}

/** The form with another dialect, whose usual address takes the place of the one before, unless somebody typed another. */
export function withDialect(form: ProviderForm, name: string, dialects: readonly Dialect[]): ProviderForm {
  const usual = (wanted: string) => dialects.find((one) => one.name === wanted)?.usualBaseUrl ?? '';
  const isUntouched = form.baseUrl === '' || form.baseUrl === usual(form.dialect);
  return { ...form, dialect: name, baseUrl: isUntouched ? usual(name) : form.baseUrl };
}

/** What models of a dialect may be used for. */
export function usesOf(dialect: Dialect | undefined): readonly ModelUse[] {
  if (dialect === undefined) return modelUses;
  const can = {
    chat: dialect.chats,
    smallChat: dialect.chats,
    embeddings: dialect.embeds,
    rerank: dialect.reranks,
  };
  return modelUses.filter((use) => can[use]);
}

/** True when what is typed would change what is saved. */
export function isEdited(form: ProviderForm, provider: Provider, dialects: readonly Dialect[]): boolean {
  const sentOf = (one: ProviderForm) =>
    JSON.stringify(
      settingsOf(
        one,
        dialects.find(({ name }) => name === one.dialect),
      ),
    );
  return sentOf(form) !== sentOf(formOf(provider));
}

/**
 * What is sent: nothing of fields that do not belong to the dialect; a key only when one was typed, or an empty one to forget
 * the kept one. One price alone makes the other one nothing.
 */
export function settingsOf(
  form: ProviderForm,
  dialect: Dialect | undefined,
): ProviderSettings & { readonly apiKey?: string } {
  const { name, baseUrl, trust, enabled, apiKey, forgetsKey } = form;
  const models = usesOf(dialect).flatMap((use) => {
    const model = form.models[use].trim();
    return model === '' ? [] : [[use, model]];
  });
  const key = apiKey !== '' ? { apiKey } : forgetsKey ? { apiKey: '' } : {};
  return {
    name: name.trim(),
    dialect: form.dialect,
    baseUrl: baseUrl.trim(),
    models: Object.fromEntries(models),
    trust,
    hosting: form.hosting.trim() || null,
    prices:
      form.promptEuro === '' && form.completionEuro === ''
        ? null
        : { promptEuro: Number(form.promptEuro), completionEuro: Number(form.completionEuro) },
    enabled,
    ...key,
  };
}
