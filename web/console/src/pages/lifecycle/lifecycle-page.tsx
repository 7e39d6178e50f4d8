import { useLanguage } from '../../interface/language.ts';
import { Page } from '../../interface/page.tsx';
import { Erasures } from './erasures.tsx';
import { Holds } from './holds.tsx';
import { Retention } from './retention.tsx';
import { Sharing } from './sharing.tsx';

/** How long things are kept, what must not be destroyed, and what must be. */
export default function LifecyclePage() {
  const { t } = useLanguage();
  return (
    <Page title={t('lifecycle.title')} lead={t('lifecycle.lead')}>
      <Retention />
      <Sharing />
      <Holds />
      <Erasures />
    </Page>
  );
}
