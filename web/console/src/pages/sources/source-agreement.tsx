import { useCallback } from 'react';
import type { SourceStatus } from '../../api/sources.ts';
import { spaceTitle, useSpaces } from '../../api/use-spaces.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';

type Difference = SourceStatus['differences'][number];

/** Whether what a source says that it holds is what is known here. */
export function SourceAgreement({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { sources } = useClient();
  const spaces = useSpaces();
  const loaded = useLoaded(useCallback((signal) => sources.status(id, signal), [sources, id]));
  const columns: readonly Column<Difference>[] = [
    { id: 'space', title: t('sources.space'), value: ({ space }) => spaceTitle(spaces.value, space) },
    { id: 'known', title: t('sources.known'), value: ({ known }) => known, isNumber: true },
    { id: 'said', title: t('sources.said'), value: ({ said }) => said, isNumber: true },
    { id: 'since', title: t('sources.since'), value: ({ since }) => since, cell: ({ since }) => time(since) },
    {
      id: 'repaired',
      title: t('sources.repaired'),
      value: ({ repairedAt }) => repairedAt,
      cell: ({ repairedAt }) => time(repairedAt),
    },
  ];
  return (
    <Section title={t('sources.agreement')}>
      <Resource of={loaded}>
        {({ comparedAt, agreedAt, behindSince, differences }) => (
          <>
            <p className="muted">
              {comparedAt === null
                ? t('sources.notCompared')
                : [
                    t('sources.compared', { at: time(comparedAt) }),
                    ...(agreedAt === null ? [] : [t('sources.agreed', { at: time(agreedAt) })]),
                  ].join(' · ')}
            </p>
            {behindSince === null ? null : (
              <p className="notice">{t('sources.behind', { at: time(behindSince) })}</p>
            )}
            <DataTable
              caption={t('sources.differences')}
              name={`differences-${id}`}
              columns={columns}
              rows={differences}
              rowKey={({ space }) => space}
              empty={t('sources.noDifference')}
            />
          </>
        )}
      </Resource>
    </Section>
  );
}
