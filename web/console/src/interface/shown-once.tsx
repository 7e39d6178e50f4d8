import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useTold } from '../../../shared/interface/use-told.ts';
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
  const [told, tell] = useTold();
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => tell(t('interface.copied')),
      () => tell(t('interface.copyFailed')),
    );
  return (
    <section className="notice" aria-label={title} tabIndex={-1} ref={place}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{what}</p>
      <code className="secret">{secret}</code>
      <div className="line">
        <Button className="button" onPress={() => void copy()}>
          {t('interface.copy')}
        </Button>
        {told === '' ? null : <span className="muted">{told}</span>}
      </div>
    </section>
  );
}
