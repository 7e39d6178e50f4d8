import type { IndexHealth, RebuildSubject } from '../../api/index-health.ts';
import { type SpaceName, spaceTitle } from '../../api/use-spaces.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Progress } from '../../interface/progress.tsx';
import { useFormats } from '../../interface/use-formats.ts';

type Rebuild = IndexHealth['rebuilds'][number];

/** What is read anew, and how far that is. */
export function Rebuilds({
  rebuilds,
  spaces,
}: {
  readonly rebuilds: readonly Rebuild[];
  readonly spaces: readonly SpaceName[];
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const nameOf = (subject: RebuildSubject): string => {
    if (subject.kind === 'organisation') return t('index.everything');
    return subject.kind === 'space'
      ? t('index.spaceNamed', { space: spaceTitle(spaces, subject.id) })
      : t('index.documentNamed', { id: subject.id });
  };
  const columns: readonly Column<Rebuild>[] = [
    { id: 'subject', title: t('index.subject'), value: ({ subject }) => nameOf(subject) },
    {
      id: 'askedAt',
      title: t('index.askedAt'),
      value: ({ askedAt }) => askedAt,
      cell: ({ askedAt }) => time(askedAt),
    },
    {
      id: 'progress',
      title: t('index.progress'),
      value: ({ documents, remaining }) => documents - remaining,
      cell: ({ subject, documents, remaining }) => (
        <Progress label={nameOf(subject)} done={documents - remaining} total={documents} isCompact />
      ),
    },
  ];
  return (
    <DataTable
      caption={t('index.rebuilds')}
      name="readings-anew"
      columns={columns}
      rows={rebuilds}
      rowKey={({ subject, askedAt }) => `${nameOf(subject)} ${askedAt}`}
      empty={t('index.noRebuild')}
    />
  );
}
