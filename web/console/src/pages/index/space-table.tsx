import type { ReactNode } from 'react';
import type { SpaceHealth } from '../../api/index-health.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useFormats } from '../../interface/use-formats.ts';
import { findable, waiting } from './health.ts';
import { useAge } from './use-age.ts';

/** How each space stands. */
export function SpaceTable({
  spaces,
  actions,
}: {
  readonly spaces: readonly SpaceHealth[];
  readonly actions: (space: SpaceHealth) => ReactNode;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const age = useAge();
  const columns: readonly Column<SpaceHealth>[] = [
    { id: 'space', title: t('index.space'), value: ({ title }) => title },
    {
      id: 'state',
      title: t('index.state'),
      value: ({ assistantEnabled }) => t(assistantEnabled ? 'index.on' : 'index.off'),
      cell: ({ assistantEnabled }) => (
        <Badge tone={assistantEnabled ? 'good' : 'plain'}>
          {t(assistantEnabled ? 'index.on' : 'index.off')}
        </Badge>
      ),
    },
    { id: 'total', title: t('index.total'), value: ({ documents }) => documents.total, isNumber: true },
    { id: 'findable', title: t('index.findable'), value: findable, isNumber: true },
    { id: 'waiting', title: t('index.waiting'), value: waiting, isNumber: true },
    {
      id: 'failed',
      title: t('index.failed'),
      value: ({ documents }) => documents.byState.failed,
      isNumber: true,
    },
    {
      id: 'skipped',
      title: t('index.skipped'),
      value: ({ documents }) => documents.byState.skipped,
      isNumber: true,
    },
    {
      id: 'newest',
      title: t('index.newest'),
      value: ({ newestAt }) => newestAt,
      cell: ({ newestAt }) => time(newestAt),
    },
    {
      id: 'oldest',
      title: t('index.oldest'),
      value: ({ oldestWaitingSeconds }) => oldestWaitingSeconds,
      cell: ({ oldestWaitingSeconds }) => age(oldestWaitingSeconds),
    },
  ];
  return (
    <DataTable
      caption={t('index.spaces')}
      name="index-by-space"
      columns={columns}
      rows={spaces}
      rowKey={({ id }) => id}
      empty={t('index.noSpace')}
      actions={actions}
    />
  );
}
