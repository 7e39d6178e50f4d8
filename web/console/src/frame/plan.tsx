import { useLanguage } from '../interface/language.ts';
import { Page, Section } from '../interface/page.tsx';
import type { ConsolePage } from './pages.ts';
import { routeTo } from './use-route.ts';

/** Its name in addresses. It is no page of the navigation: it is the second way to all of them (RGAA 12.1). */
export const planName = 'plan';

/** Every page that is open to somebody, with what it is for. */
export function Plan({ pages }: { readonly pages: readonly ConsolePage[] }) {
  const { t } = useLanguage();
  const groups = Map.groupBy(pages, ({ group }) => group);
  return (
    <Page title={t('frame.plan')} lead={t('frame.planWhat')}>
      {[...groups].map(([group, members]) => (
        <Section key={group} title={t(`frame.groups.${group}`)}>
          <ul className="plan">
            {members.map(({ id }) => (
              <li key={id}>
                <a href={routeTo(id)}>{t(`${id}.title`)}</a>
                <p className="muted">{t(`${id}.lead`)}</p>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}
