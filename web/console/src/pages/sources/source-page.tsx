import { useCallback, useState } from 'react';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import type { Source, SourceInput } from '../../api/sources.ts';
import { goTo, routeTo } from '../../frame/use-route.ts';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { ShownOnce } from '../../interface/shown-once.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { SourceAgreement } from './source-agreement.tsx';
import { SourceFields } from './source-fields.tsx';

/** One source: its settings, its secret when it is made, and whether it agrees with what is known. `id` is `null` for a new one. */
export function SourcePage({ id }: { readonly id: string | null }) {
  const { t } = useLanguage();
  const { sources } = useClient();
  const loaded = useLoaded(
    useCallback(
      async (signal) => {
        const all = await sources.list(signal);
        return { source: all.find((one) => one.id === id) ?? null, taken: all.map((one) => one.id) };
      },
      [sources, id],
    ),
  );
  const isMissing = id !== null && loaded.value !== null && loaded.value.source === null;
  return (
    <Page
      title={id === null ? t('sources.add') : (loaded.value?.source?.title ?? id)}
      tools={
        <a className="button" href={routeTo('sources')}>
          {t('sources.back')}
        </a>
      }
    >
      {isMissing ? <p className="empty">{t('frame.missingWhat')}</p> : null}
      <Resource of={loaded}>
        {(found) => (isMissing ? null : <Known {...found} onChange={loaded.reload} />)}
      </Resource>
    </Page>
  );
}

function Known({
  source,
  taken,
  onChange,
}: {
  readonly source: Source | null;
  /** Ids of sources that are there. */
  readonly taken: readonly string[];
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { sources } = useClient();
  const tell = useDone();
  const [secret, setSecret] = useState<{ readonly of: string; readonly value: string } | null>(null);

  const save = async (id: string, input: SourceInput) => {
    const saved = await sources.save(id, input);
    tell({ sentence: t('sources.saved', { source: saved.source.title }) });
    // A new one stays where its secret is shown.
    if (saved.secret !== null) setSecret({ of: saved.source.title, value: saved.secret });
    else if (source === null) goTo('sources', id);
    else onChange();
  };
  const renew = async ({ id, title }: Source) =>
    setSecret({ of: title, value: await sources.renewSecret(id, false) });
  const remove = async ({ id, title }: Source) => {
    const { documents } = await sources.remove(id);
    goTo('sources');
    tell({ sentence: t('sources.removed', { source: title, count: documents }) });
  };
  if (secret !== null)
    return (
      <ShownOnce
        title={t('sources.secret', { source: secret.of })}
        what={t('sources.secretWhat')}
        secret={secret.value}
      />
    );
  return (
    <>
      <Section title={t('sources.settings')}>
        <SourceFields source={source} taken={taken} onSave={save} />
      </Section>
      {source === null ? null : (
        <>
          <SourceAgreement id={source.id} />
          <div className="actions start">
            <ConfirmButton
              text={t('sources.renew')}
              question={t('sources.renewAsk', { source: source.title })}
              consequence={t('sources.renewWhat')}
              tone="plain"
              look="plain"
              onConfirm={() => renew(source)}
            />
            <ConfirmButton
              text={t('sources.remove')}
              question={t('sources.removeAsk', { source: source.title })}
              consequence={t('sources.removeWhat')}
              look="plain"
              onConfirm={() => remove(source)}
            />
          </div>
        </>
      )}
    </>
  );
}
