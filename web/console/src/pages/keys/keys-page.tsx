import { useCallback, useState } from 'react';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import type { ServiceKey } from '../../api/people.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { ShownOnce } from '../../interface/shown-once.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { KeyFields } from './key-fields.tsx';

const tones = { live: 'good', expired: 'busy', revoked: 'plain' } as const;

/** Keys of programs: made, shown once, revoked. */
export default function KeysPage() {
  const { t } = useLanguage();
  const { people } = useClient();
  const tell = useDone();
  const [made, setMade] = useState<{ readonly name: string; readonly key: string } | null>(null);
  const loaded = useLoaded(useCallback((signal) => people.serviceKeys(signal), [people]));
  const revoke = async ({ id, name }: ServiceKey) => {
    await people.revokeServiceKey(id);
    loaded.reload();
    tell({ sentence: t('keys.revoked', { name }) });
  };
  return (
    <Page title={t('keys.title')} lead={t('keys.lead')}>
      {made === null ? null : (
        <ShownOnce
          key={made.key}
          title={t('keys.made', { name: made.name })}
          what={t('keys.madeWhat')}
          secret={made.key}
        />
      )}
      <Section title={t('keys.keys')}>
        <Resource of={loaded}>{(keys) => <KeyTable keys={keys} onRevoke={revoke} />}</Resource>
        <KeyFields
          onAdd={async (wanted) => {
            setMade(await people.addServiceKey(wanted));
            loaded.reload();
          }}
        />
      </Section>
    </Page>
  );
}

function KeyTable({
  keys,
  onRevoke,
}: {
  readonly keys: readonly ServiceKey[];
  readonly onRevoke: (key: ServiceKey) => Promise<void>;
}) {
  const { t } = useLanguage();
  const { day, time } = useFormats();
  const columns: readonly Column<ServiceKey>[] = [
    { id: 'name', title: t('keys.name'), value: ({ name }) => name },
    {
      id: 'state',
      title: t('keys.state'),
      value: ({ state }) => t(`keys.states.${state}`),
      cell: ({ state }) => <Badge tone={tones[state]}>{t(`keys.states.${state}`)}</Badge>,
    },
    {
      id: 'scopes',
      title: t('keys.scopes'),
      value: ({ scopes }) => scopes.map((scope) => t(`keys.scopeNames.${scope}`)).join(', '),
    },
    { id: 'source', title: t('keys.source'), value: ({ source }) => source ?? t('keys.anySource') },
    {
      id: 'createdAt',
      title: t('keys.createdAt'),
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => day(createdAt),
    },
    {
      id: 'expiresAt',
      title: t('keys.expiresAt'),
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => day(expiresAt),
    },
    {
      id: 'lastUsedAt',
      title: t('keys.lastUsedAt'),
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => time(lastUsedAt),
    },
  ];
  return (
    <DataTable
      caption={t('keys.keys')}
      name="service-keys"
      columns={columns}
      rows={keys}
      rowKey={({ id }) => id}
      empty={t('keys.none')}
      actions={(key) =>
        key.state !== 'live' ? null : (
          <ConfirmButton
            text={t('keys.revoke')}
            label={t('keys.revokeOf', { name: key.name })}
            question={t('keys.revokeAsk', { name: key.name })}
            consequence={t('keys.revokeWhat')}
            onConfirm={() => onRevoke(key)}
          />
        )
      }
    />
  );
}
