import { useEffect, useState } from 'react';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import { type Dialect, type Provider, trustLevels } from '../../api/providers.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { CheckInput, ChoiceInput, idPattern, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { formOf, isEdited, type ProviderForm, usesOf, withDialect } from './provider-form.ts';

/** All that is said of a provider. Its key is written here and never shown. */
export function ProviderFields({
  provider,
  dialects,
  taken,
  onSave,
  onEdited,
}: {
  readonly provider: Provider | null;
  readonly dialects: readonly Dialect[];
  /** Ids that a new one may not have: saving would change another provider. */
  readonly taken: readonly string[];
  readonly onSave: (form: ProviderForm) => Promise<void>;
  /** Told whether something is typed that is not saved. */
  readonly onEdited: (isEdited: boolean) => void;
}) {
  const { t } = useLanguage();
  const [form, setForm] = useState(() =>
    provider === null
      ? withDialect(formOf(null), dialects[0]?.name ?? 'generic', dialects)
      : formOf(provider),
  );
  const dialect = dialects.find(({ name }) => name === form.dialect);
  const set = (change: Partial<ProviderForm>) => setForm((before) => ({ ...before, ...change }));
  const hasEdits = provider !== null && isEdited(form, provider, dialects);
  useEffect(() => onEdited(hasEdits), [onEdited, hasEdits]);
  const keyHint = provider?.hasSecret
    ? t('models.keyKept')
    : t(dialect?.wantsKey ? 'models.keyWanted' : 'models.keyOptional');

  return (
    <ActForm
      submit={t('interface.save')}
      onSubmit={async () => {
        await onSave(form);
        set({ apiKey: '', forgetsKey: false });
      }}
    >
      <Section title={t('models.identity')}>
        <div className="fields">
          <ChoiceInput
            label={t('models.dialect')}
            value={form.dialect}
            onChange={(name) => setForm(withDialect(form, name, dialects))}
            options={dialects.map(({ name }) => ({
              id: name,
              text: sentenceOf(t, `models.dialects.${name}`) ?? name,
            }))}
          />
          {provider === null ? (
            <TextInput
              label={t('models.id')}
              hint={t('models.idHint')}
              value={form.id}
              onChange={(id) => set({ id })}
              isRequired
              maxLength={63}
              complaintOf={(id) => {
                if (!idPattern.test(id)) return t('interface.idRule');
                return taken.includes(id) ? t('interface.idTaken') : null;
              }}
            />
          ) : null}
          <TextInput
            label={t('models.name')}
            value={form.name}
            onChange={(name) => set({ name })}
            isRequired
            maxLength={100}
          />
          <TextInput
            label={t('models.baseUrl')}
            hint={t('models.baseUrlHint')}
            type="url"
            value={form.baseUrl}
            onChange={(baseUrl) => set({ baseUrl })}
            isRequired
            maxLength={500}
          />
          <TextInput
            label={t('models.key')}
            hint={keyHint}
            type="password"
            autoComplete="new-password"
            value={form.apiKey}
            onChange={(apiKey) => set({ apiKey })}
            isRequired={dialect?.wantsKey === true && provider?.hasSecret !== true}
            maxLength={4096}
          />
          <ChoiceInput
            label={t('models.trustLevel')}
            hint={t('models.trustHint')}
            value={form.trust}
            onChange={(trust) => set({ trust })}
            options={trustLevels.map((id) => ({ id, text: t(`models.trust.${id}`) }))}
          />
          <TextInput
            label={t('models.hosting')}
            hint={t('models.hostingHint')}
            value={form.hosting}
            onChange={(hosting) => set({ hosting })}
            maxLength={200}
          />
        </div>
        {provider?.hasSecret ? (
          <CheckInput
            label={t('models.forgetKey')}
            value={form.forgetsKey}
            onChange={(forgetsKey) => set({ forgetsKey })}
          />
        ) : null}
        <CheckInput
          label={t('models.enabled')}
          hint={t('models.enabledHint')}
          value={form.enabled}
          onChange={(enabled) => set({ enabled })}
        />
      </Section>
      <Section title={t('models.models')}>
        <div className="fields">
          {usesOf(dialect).map((use) => (
            <TextInput
              key={use}
              label={t(`models.modelUses.${use}`)}
              hint={t(`models.modelHints.${use}`)}
              value={form.models[use]}
              onChange={(model) => set({ models: { ...form.models, [use]: model } })}
              maxLength={200}
            />
          ))}
        </div>
      </Section>
      <Section title={t('models.prices')} lead={t('models.pricesLead')}>
        <div className="fields">
          {(['promptEuro', 'completionEuro'] as const).map((price) => (
            <TextInput
              key={price}
              label={t(`models.${price}`)}
              type="number"
              value={form[price]}
              onChange={(euros) => set({ [price]: euros })}
            />
          ))}
        </div>
      </Section>
    </ActForm>
  );
}
