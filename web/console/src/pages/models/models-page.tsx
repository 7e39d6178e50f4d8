import { useCallback } from 'react';
import type { PageProps } from '../../frame/pages.ts';
import { routeTo } from '../../frame/use-route.ts';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { AssistantSwitch } from './assistant-switch.tsx';
import { ProviderChoices } from './provider-choices.tsx';
import { ProviderPage } from './provider-page.tsx';
import { ProviderTable } from './provider-table.tsx';

/** Providers of models, who answers where, and the switch of the assistant; below it, one provider. */
export default function ModelsPage({ rest: [id] }: PageProps) {
  return id === undefined ? <ModelsOverview /> : <ProviderPage id={id === 'new' ? null : id} />;
}

function ModelsOverview() {
  const { t } = useLanguage();
  const { providers } = useClient();
  const loaded = useLoaded(useCallback((signal) => providers.list(signal), [providers]));
  return (
    <Page title={t('models.title')} lead={t('models.lead')}>
      <AssistantSwitch />
      <Section
        title={t('models.providers')}
        tools={
          <a className="button primary" href={routeTo('models', 'new')}>
            {t('models.add')}
          </a>
        }
      >
        <Resource of={loaded}>{(found) => <ProviderTable providers={found.providers} />}</Resource>
      </Section>
      <Resource of={{ ...loaded, problem: null }}>
        {(found) => <ProviderChoices {...found} onChange={loaded.reload} />}
      </Resource>
    </Page>
  );
}
