import { useCallback, useState } from 'react';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { ExposedDocuments } from './exposed-documents.tsx';
import { ExposedSpaces } from './exposed-spaces.tsx';

/** In percent of the people of the organisation. */
const thresholds = ['10', '20', '50'] as const;

/** What many people could find, by space and by document; a space is excluded in one act (R94). */
export default function ExposurePage() {
  const { t } = useLanguage();
  const { documents } = useClient();
  const [percent, setPercent] = useState<(typeof thresholds)[number]>('20');
  const threshold = Number(percent) / 100;
  const loaded = useLoaded(
    useCallback((signal) => documents.exposure(threshold, signal), [documents, threshold]),
  );
  return (
    <Page title={t('exposure.title')} lead={t('exposure.lead')}>
      <div className="filters">
        <ChoiceInput
          label={t('exposure.threshold')}
          value={percent}
          onChange={setPercent}
          options={thresholds.map((id) => ({ id, text: t(`exposure.thresholds.${id}`) }))}
        />
      </div>
      <Resource of={loaded}>
        {({ people, guests, spaces }) => (
          <>
            <Section title={t('exposure.spaces')} lead={t('exposure.people', { people, guests })}>
              <ExposedSpaces spaces={spaces} onChange={loaded.reload} />
            </Section>
            <ExposedDocuments threshold={threshold} spaces={spaces} />
          </>
        )}
      </Resource>
    </Page>
  );
}
