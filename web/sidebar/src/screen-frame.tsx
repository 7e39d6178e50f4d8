import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from './language.ts';

/** A screen in front of the conversation: its title takes the focus, a button goes back. */
export function ScreenFrame({
  title,
  onBack,
  heading: given,
  children,
}: {
  readonly title: string;
  readonly onBack: () => void;
  /** Of the title, for a screen that gives the focus back to it. */
  readonly heading?: RefObject<HTMLHeadingElement | null>;
  readonly children: ReactNode;
}) {
  const { t } = useLanguage();
  const own = useRef<HTMLHeadingElement>(null);
  const heading = given ?? own;
  useEffect(() => heading.current?.focus(), [heading]);
  return (
    <section className="screen" aria-label={title}>
      <div className="screen-bar">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button className="button" onPress={onBack}>
          {t('back')} <span className="key">{t('escapeKey')}</span>
        </Button>
      </div>
      <div className="screen-body">{children}</div>
    </section>
  );
}
