import { useCallback } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Source } from '../../api/sources.ts';
import type { PageProps } from '../../frame/pages.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { Backfills } from './backfills.tsx';
import { SourcePage } from './source-page.tsx';

/** Workplaces that speak for documents, and pulls; below it, one source. */
export default function SourcesPage({ rest: [id] }: PageProps) {
  return id === undefined ? <SourcesOverview /> : <SourcePage id={id === 'new' ? null : id} />;
}

/** How often pulls that go on are looked at. */
const lookMs = 5_000;

function SourcesOverview() {
  const { t } = useLanguage();
  const { sources } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const loaded = useLoaded(useCallback((signal) => sources.list(signal), [sources]));
  const backfills = useLoaded(
    useCallback((signal) => sources.backfills(signal), [sources]),
    lookMs,
  );
  const pull = ({ id, title }: Source) =>
    run(async () => {
      await sources.startBackfill(id);
      backfills.reload();
      tell({ sentence: t('sources.pullStarted', { source: title }) });
    });
  const titleOf = (id: string) => loaded.value?.find((source) => source.id === id)?.title ?? id;
  return (
    <Page title={t('sources.title')} lead={t('sources.lead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Section
        title={t('sources.sources')}
        tools={
          <a className="button primary" href={routeTo('sources', 'new')}>
            {t('sources.add')}
          </a>
        }
      >
        <Resource of={loaded}>
          {(all) => <SourceTable sources={all} onPull={(one) => void pull(one)} />}
        </Resource>
      </Section>
      <Section title={t('sources.backfills')} lead={t('sources.backfillsLead')}>
        <Resource of={backfills}>
          {(all) => <Backfills backfills={all} titleOf={titleOf} onChange={backfills.reload} />}
        </Resource>
      </Section>
    </Page>
  );
}

function SourceTable({
  sources,
  onPull,
}: {
  readonly sources: readonly Source[];
  readonly onPull: (source: Source) => void;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const columns: readonly Column<Source>[] = [
    {
      id: 'name',
      title: t('sources.columns.name'),
      value: ({ title }) => title,
      cell: ({ id, title, directory }) => (
        <>
          <a href={routeTo('sources', id)}>{title}</a>{' '}
          {directory ? <Badge tone="plain">{t('sources.directory')}</Badge> : null}
        </>
      ),
    },
    { id: 'mode', title: t('sources.columns.mode'), value: ({ mode }) => t(`sources.modes.${mode}`) },
    {
      id: 'heard',
      title: t('sources.columns.heard'),
      value: ({ progress }) => progress.heardAt,
      cell: ({ progress }) => time(progress.heardAt),
    },
    {
      id: 'applied',
      title: t('sources.columns.applied'),
      value: ({ progress }) => progress.applied,
      isNumber: true,
    },
    {
      id: 'rejected',
      title: t('sources.columns.rejected'),
      value: ({ progress }) => progress.rejected,
      isNumber: true,
    },
    {
      id: 'late',
      title: t('sources.columns.late'),
      value: ({ progress }) => Math.max(0, progress.announcedSequence - progress.maxSequence),
      isNumber: true,
    },
    {
      id: 'state',
      title: t('sources.columns.state'),
      value: ({ enabled }) => t(enabled ? 'sources.on' : 'sources.off'),
      cell: ({ enabled }) => (
        <Badge tone={enabled ? 'good' : 'plain'}>{t(enabled ? 'sources.on' : 'sources.off')}</Badge>
      ),
    },
  ];
  return (
    <DataTable
      caption={t('sources.sources')}
      name="sources"
      columns={columns}
      rows={sources}
      rowKey={({ id }) => id}
      empty={t('sources.noSource')}
      actions={(source) =>
        source.exportUrl === null || !source.enabled ? null : (
          <Button
            className="button quiet"
            aria-label={t('sources.pullOf', { source: source.title })}
            onPress={() => onPull(source)}
          >
            {t('sources.pull')}
          </Button>
        )
      }
    />
  );
}
