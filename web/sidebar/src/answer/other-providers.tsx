import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort } from '../../../shared/api/problem.ts';
import type { Provider } from '../../../shared/api/types.ts';
import { useLanguage } from '../language.ts';
import type { Turn } from './turn.ts';

/** Whom to ask the question of a turn again, folded away; nothing where there is no choice. */
export function OtherProviders({
  client,
  turn,
  isDisabled,
  onChoose,
}: {
  readonly client: Pick<Client, 'providers'>;
  readonly turn: Turn;
  readonly isDisabled: boolean;
  readonly onChoose: (provider: string) => void;
}) {
  const { t } = useLanguage();
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  const read = turn.sources.flatMap((source) => (source.readable ? source.document.space : []));
  const spaces = [...new Set([...(turn.scope?.spaces ?? []), ...read])].sort().join('\n');
  useEffect(() => {
    const left = new AbortController();
    client
      .providers(spaces.split('\n').filter(Boolean), { signal: left.signal })
      .then(setProviders)
      // Without the choice, asking again is still there.
      .catch((error) => (isAbort(error) ? undefined : setProviders([])));
    return () => left.abort();
  }, [client, spaces]);
  if (providers.length < 2) return null;
  return (
    <details
      className="others"
      // The last thing of the exchange opens below its edge.
      onToggle={({ currentTarget }) =>
        currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
      }
    >
      <summary>{t('askAgainOf')}</summary>
      <ul className="providers">
        {providers.map(({ id, name, model }) => (
          <li key={id}>
            <Button className="button" isDisabled={isDisabled} onPress={() => onChoose(id)}>
              {t('askProvider', { name, model })}
            </Button>
            {turn.maker?.provider === name && turn.maker.model === model ? (
              <span className="muted">{t('answeredThis')}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
