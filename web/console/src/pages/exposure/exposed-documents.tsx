import { useCallback, useState } from 'react';
import type { ExposedDocument } from '../../api/documents.ts';
import { type SpaceName, spaceTitle } from '../../api/use-spaces.ts';
import type { Column } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { usePages } from '../../interface/use-pages.ts';
import { SpaceChoice } from '../../names/space-choice.tsx';
import { usePrincipalNames } from '../../names/use-names.ts';
import { useClient } from '../../session/session.ts';

/** Exposed documents that the person may read, and how many others there are. */
export function ExposedDocuments({
  threshold,
  spaces,
}: {
  readonly threshold: number;
  readonly spaces: readonly SpaceName[];
}) {
  const { t } = useLanguage();
  const { documents } = useClient();
  const [space, setSpace] = useState('');
  const [withheld, setWithheld] = useState(0);
  const pages = usePages<ExposedDocument>(
    useCallback(
      async (cursor, signal) => {
        const page = await documents.exposedDocuments({ threshold, space: space || null }, cursor, signal);
        setWithheld(page.withheld);
        return page;
      },
      [documents, threshold, space],
    ),
  );
  const nameOf = usePrincipalNames(
    (pages.rows ?? []).flatMap(({ owner }) => (owner === null ? [] : [`user:${owner}`])),
  );
  const columns: readonly Column<ExposedDocument>[] = [
    {
      id: 'document',
      title: t('exposure.document'),
      value: ({ title }) => title,
      cell: ({ title, path }) => (
        <>
          {title} <span className="code muted under">{path}</span>
        </>
      ),
    },
    { id: 'space', title: t('exposure.columns.space'), value: ({ space: id }) => spaceTitle(spaces, id) },
    { id: 'readers', title: t('exposure.readers'), value: ({ people }) => people, isNumber: true },
    { id: 'guests', title: t('exposure.guests'), value: ({ guests }) => guests, isNumber: true },
    {
      id: 'sensitive',
      title: t('exposure.sensitive'),
      value: ({ sensitive }) => t(sensitive ? 'interface.yes' : 'interface.no'),
    },
    { id: 'owner', title: t('exposure.owner'), value: ({ owner }) => owner && nameOf(`user:${owner}`) },
  ];
  return (
    <Section title={t('exposure.documents')} lead={t('exposure.documentsLead')}>
      <div className="filters">
        <SpaceChoice value={space} onChange={setSpace} />
      </div>
      {withheld === 0 ? null : <p className="muted">{t('exposure.withheld', { count: withheld })}</p>}
      <PagedTable
        caption={t('exposure.documents')}
        name="exposed-documents"
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={t('exposure.noDocument')}
      />
    </Section>
  );
}
