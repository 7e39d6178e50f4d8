import type { IndexHealth } from '../../api/index-health.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useAge } from './use-age.ts';

type Lane = IndexHealth['lanes'][number];

/** Work that waits, by lane. */
export function Lanes({ lanes }: { readonly lanes: readonly Lane[] }) {
  const { t } = useLanguage();
  const age = useAge();
  const columns: readonly Column<Lane>[] = [
    { id: 'lane', title: t('index.lane'), value: ({ lane }) => t(`index.laneNames.${lane}`) },
    { id: 'jobs', title: t('index.jobs'), value: ({ jobs }) => jobs, isNumber: true },
    {
      id: 'age',
      title: t('index.age'),
      value: ({ oldestSeconds }) => oldestSeconds,
      cell: ({ oldestSeconds }) => age(oldestSeconds),
      isNumber: true,
    },
  ];
  return (
    <DataTable
      caption={t('index.lanes')}
      name="lanes"
      columns={columns}
      rows={lanes}
      rowKey={({ lane }) => lane}
      empty={t('index.noLane')}
    />
  );
}
