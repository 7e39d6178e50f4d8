import { useCallback, useState } from 'react';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import type { Dialect, Provider, Warning } from '../../api/providers.ts';
import { goTo, routeTo } from '../../frame/use-route.ts';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { ConnectionTest } from './connection-test.tsx';
import { ProviderFields } from './provider-fields.tsx';
import { type ProviderForm, settingsOf } from './provider-form.ts';
import { WarningList } from './warning-list.tsx';

/** One provider: what is said of it, « Tester la connexion », and its removal. `id` is `null` for one to be added. */
export function ProviderPage({ id }: { readonly id: string | null }) {
  const { t } = useLanguage();
  const { providers } = useClient();
  const loaded = useLoaded(
    useCallback(
      async (signal) => {
        const [found, dialects] = await Promise.all([providers.list(signal), providers.dialects(signal)]);
        const provider = found.providers.find((one) => one.id === id) ?? null;
        return { provider, dialects, taken: found.providers.map((one) => one.id) };
      },
      [providers, id],
    ),
  );
  const isMissing = id !== null && loaded.value !== null && loaded.value.provider === null;
  return (
    <Page
      title={id === null ? t('models.newProvider') : (loaded.value?.provider?.name ?? id)}
      tools={
        <a className="button" href={routeTo('models')}>
          {t('models.back')}
        </a>
      }
    >
      {isMissing ? <p className="empty">{t('frame.missingWhat')}</p> : null}
      <Resource of={loaded}>
        {({ provider, dialects, taken }) =>
          isMissing ? null : <Known {...{ provider, dialects, taken }} onSaved={loaded.reload} />
        }
      </Resource>
    </Page>
  );
}

function Known({
  provider,
  dialects,
  taken,
  onSaved,
}: {
  readonly provider: Provider | null;
  readonly dialects: readonly Dialect[];
  /** Ids of providers that are there. */
  readonly taken: readonly string[];
  readonly onSaved: () => void;
}) {
  const { t } = useLanguage();
  const { providers } = useClient();
  const tell = useDone();
  const [hasEdits, setHasEdits] = useState(false);
  const [warnings, setWarnings] = useState<readonly Warning[]>([]);
  const save = async (form: ProviderForm) => {
    const dialect = dialects.find(({ name }) => name === form.dialect);
    const saved = await providers.save(form.id, settingsOf(form, dialect));
    setWarnings(saved.warnings);
    tell({ sentence: t('models.saved', { name: saved.name }) });
    if (provider === null) goTo('models', form.id);
    else onSaved();
  };
  const remove = async ({ id, name }: Provider) => {
    await providers.remove(id);
    goTo('models');
    tell({ sentence: t('models.removed', { name }) });
  };
  return (
    <>
      <WarningList warnings={warnings} />
      <ProviderFields {...{ provider, dialects, taken }} onSave={save} onEdited={setHasEdits} />
      {provider === null ? null : (
        <>
          <Section title={t('models.test')} lead={t('models.testLead')}>
            <ConnectionTest provider={provider} hasEdits={hasEdits} onEnd={onSaved} />
          </Section>
          <div className="actions start">
            <ConfirmButton
              text={t('models.remove')}
              question={t('models.removeAsk', { name: provider.name })}
              consequence={t('models.removeWhat')}
              look="plain"
              onConfirm={() => remove(provider)}
            />
          </div>
        </>
      )}
    </>
  );
}
