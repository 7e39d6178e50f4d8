import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { useLanguage } from './language.ts';

/** A secret that is shown this once, with what to do with it; it takes the focus, so that nobody misses it. */
export function ShownOnce({
  title,
  what,
  secret,
}: {
  readonly title: string;
  readonly what: string;
  readonly secret: string;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <section className="notice" aria-label={title} tabIndex={-1} ref={place}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{what}</p>
      <code className="secret">{secret}</code>
      <Button
        className="button"
        onPress={async () => {
          await navigator.clipboard.writeText(secret);
          announce(t('interface.copied'));
        }}
      >
        {t('interface.copy')}
      </Button>
    </section>
  );
}
