import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from './language.ts';

/** A screen in front of the conversation: its title takes the focus, a button goes back. */
export function ScreenFrame({
  title,
  onBack,
  children,
}: {
  readonly title: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
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
