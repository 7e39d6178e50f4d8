import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../interface/language.ts';
import { roleNames } from '../session/roles.ts';
import type { Session } from '../session/session.ts';
import { planName } from './plan.tsx';
import { routeTo } from './use-route.ts';

/** Product and organisation, who looks, and how the pages look. */
export function Header({ session }: { readonly session: Session | null }) {
  const { t, language, setLanguage } = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <header className="page-header">
      <p className="product">
        <span className="product-name">{session?.organisation.title ?? 'Sourcier'}</span>
        <span className="muted">{t('frame.product')}</span>
      </p>
      <div className="page-tools">
        {session === null ? null : (
          <p className="who">
            {session.name === null ? null : <span>{session.name}</span>}
            <span className="muted">
              {roleNames
                // What administrators see holds all that auditors see.
                .filter(
                  (role) => session.roles.has(role) && !(role === 'auditor' && session.roles.has('admin')),
                )
                .map((role) => t(`frame.roles.${role}`))
                .join(', ')}
            </span>
          </p>
        )}
        <Appearance />
        <Button className="button quiet" onPress={() => setLanguage(other)}>
          <span lang={other}>{t('frame.otherLanguage')}</span>
        </Button>
        {session === null ? null : <a href={routeTo(planName)}>{t('frame.plan')}</a>}
        {session === null ? null : (
          <Button className="button quiet" onPress={() => void session.leave()}>
            {t('frame.leave')}
          </Button>
        )}
      </div>
    </header>
  );
}

const appearances = ['auto', 'light', 'dark'] as const;
const appearanceKey = 'sourcier.appearance';

/** Light, dark, or what the system wants, remembered by the browser. */
function Appearance() {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState(
    () => appearances.find((one) => one === localStorage.getItem(appearanceKey)) ?? 'auto',
  );
  useEffect(() => {
    localStorage.setItem(appearanceKey, chosen);
    document.documentElement.style.colorScheme = chosen === 'auto' ? '' : chosen;
  }, [chosen]);
  return (
    <label className="appearance">
      <span className="visually-hidden">{t('frame.appearance')}</span>
      <select
        className="input small"
        value={chosen}
        onChange={(event) => setChosen(appearances.find((one) => one === event.target.value) ?? 'auto')}
      >
        {appearances.map((one) => (
          <option key={one} value={one}>
            {t(`frame.appearances.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
