import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../interface/language.ts';
import type { ConsolePage } from './pages.ts';
import { routeTo } from './use-route.ts';

/** The pages in their groups. On narrow screens they are behind a button, and close when one is chosen. */
export function Navigation({
  pages,
  current,
}: {
  readonly pages: readonly ConsolePage[];
  readonly current: string | undefined;
}) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes it.
  useEffect(() => setOpen(false), [current]);
  const groups = Map.groupBy(pages, ({ group }) => group);
  return (
    <nav className="navigation" aria-label={t('frame.navigation')} data-open={isOpen}>
      <Button className="button menu-button" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        {t('frame.menu')}
      </Button>
      <ul className="navigation-groups">
        {[...groups].map(([group, members]) => (
          <li key={group}>
            <p className="navigation-group" id={`group-${group}`}>
              {t(`frame.groups.${group}`)}
            </p>
            <ul aria-labelledby={`group-${group}`}>
              {members.map(({ id }) => (
                <li key={id}>
                  <a
                    className="navigation-link"
                    href={routeTo(id)}
                    aria-current={id === current ? 'page' : undefined}
                  >
                    {t(`${id}.title`)}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}
