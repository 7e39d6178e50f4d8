import { useCallback } from 'react';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import type { RebuildSubject, SpaceHealth } from '../../api/index-health.ts';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { IndexFigures } from './index-figures.tsx';
import { Lanes } from './lanes.tsx';
import { Rebuilds } from './rebuilds.tsx';
import { SpaceTable } from './space-table.tsx';
import { Vectors } from './vectors.tsx';

/** How often it is looked at: counts of one statement. */
const lookMs = 10_000;

/** What can be found, what waits and since when, by space; and reading anew. */
export default function IndexPage() {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { index } = useClient();
  const tell = useDone();
  const loaded = useLoaded(
    useCallback((signal) => index.health(signal), [index]),
    lookMs,
  );
  const rebuild = async (subject: RebuildSubject) => {
    const count = await index.rebuild(subject);
    loaded.reload();
    tell({ sentence: t('index.begun', { count }) });
  };
  const rebuildSpace = ({ id, title }: SpaceHealth) => (
    <ConfirmButton
      text={t('index.rebuild')}
      label={t('index.rebuildOf', { space: title })}
      question={t('index.rebuildAsk', { what: t('index.spaceNamed', { space: title }) })}
      consequence={t('index.rebuildWhat')}
      tone="plain"
      onConfirm={() => rebuild({ kind: 'space', id })}
    />
  );
  return (
    <Page title={t('index.title')} lead={t('index.lead')}>
      <Resource of={loaded}>
        {(health) => (
          <>
            <IndexFigures counts={health} />
            <Section title={t('index.spaces')}>
              <SpaceTable spaces={health.spaces} actions={rebuildSpace} />
              <p className="muted">
                {health.comparison === null
                  ? t('index.notCompared')
                  : `${t('index.comparison', { at: time(health.comparison.comparedAt) })} ${t(
                      'index.differed',
                      {
                        count: health.comparison.differed,
                      },
                    )}`}
              </p>
            </Section>
            <Section title={t('index.lanes')} lead={t('index.lanesLead')}>
              <Lanes lanes={health.lanes} />
            </Section>
            <Section title={t('index.vectors')}>
              <Vectors embedding={health.embedding} />
            </Section>
            <Section
              title={t('index.rebuilds')}
              lead={t('index.rebuildsLead')}
              tools={
                <ConfirmButton
                  text={t('index.rebuildAll')}
                  question={t('index.rebuildAsk', { what: t('index.everything') })}
                  consequence={t('index.rebuildWhat')}
                  tone="plain"
                  look="plain"
                  onConfirm={() => rebuild({ kind: 'organisation' })}
                />
              }
            >
              <Rebuilds rebuilds={health.rebuilds} spaces={health.spaces} />
            </Section>
          </>
        )}
      </Resource>
    </Page>
  );
}
