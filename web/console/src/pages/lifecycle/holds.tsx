import { useCallback, useState } from 'react';
import type { Hold } from '../../api/compliance.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { Confirm } from '../../interface/confirm.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { CheckInput, ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';

/** What nobody may destroy: placed with a reason, released for good. */
export function Holds() {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { compliance } = useClient();
  const tell = useDone();
  const [withReleased, setWithReleased] = useState(false);
  const loaded = useLoaded(
    useCallback((signal) => compliance.holds(withReleased, signal), [compliance, withReleased]),
  );
  const release = async ({ id }: Hold) => {
    await compliance.releaseHold(id);
    loaded.reload();
    tell({ sentence: t('lifecycle.released') });
  };
  const place = async (subject: Hold['subject'], reason: string) => {
    await compliance.placeHold(subject, reason);
    loaded.reload();
    tell({ sentence: t('lifecycle.placed') });
  };
  const columns: readonly Column<Hold>[] = [
    { id: 'subject', title: t('lifecycle.subject'), value: ({ subject }) => subject.id },
    { id: 'kind', title: t('lifecycle.kind'), value: ({ subject }) => t(`lifecycle.kinds.${subject.kind}`) },
    { id: 'reason', title: t('lifecycle.reason'), value: ({ reason }) => reason },
    {
      id: 'placedAt',
      title: t('lifecycle.placedAt'),
      value: ({ placedAt }) => placedAt,
      cell: ({ placedAt }) => time(placedAt),
    },
    {
      id: 'placedBy',
      title: t('lifecycle.placedBy'),
      value: ({ placedBy }) => placedBy ?? t('lifecycle.operator'),
    },
    {
      id: 'releasedAt',
      title: t('lifecycle.releasedAt'),
      value: ({ releasedAt }) => releasedAt,
      cell: ({ releasedAt }) => time(releasedAt),
    },
  ];
  return (
    <Section title={t('lifecycle.holds')} lead={t('lifecycle.holdsLead')}>
      <CheckInput label={t('lifecycle.withReleased')} value={withReleased} onChange={setWithReleased} />
      <Resource of={loaded}>
        {(holds) => (
          <DataTable
            caption={t('lifecycle.holds')}
            name="legal-holds"
            columns={columns.filter(({ id }) => withReleased || id !== 'releasedAt')}
            rows={holds}
            rowKey={({ id }) => id}
            empty={t('lifecycle.noHold')}
            actions={(hold) =>
              hold.releasedAt !== null ? null : (
                <Confirm
                  text={t('lifecycle.release')}
                  label={t('lifecycle.releaseOf', { subject: hold.subject.id })}
                  question={t('lifecycle.releaseAsk', { subject: hold.subject.id })}
                  consequence={t('lifecycle.releaseWhat')}
                  onConfirm={() => release(hold)}
                />
              )
            }
          />
        )}
      </Resource>
      <HoldFields onPlace={place} />
    </Section>
  );
}

function HoldFields({
  onPlace,
}: {
  readonly onPlace: (subject: Hold['subject'], reason: string) => Promise<void>;
}) {
  const { t } = useLanguage();
  const [kind, setKind] = useState<Hold['subject']['kind']>('person');
  const [id, setId] = useState('');
  const [reason, setReason] = useState('');
  return (
    <details className="adder">
      <summary>{t('lifecycle.place')}</summary>
      <ActForm
        submit={t('lifecycle.place')}
        onSubmit={async () => {
          await onPlace({ kind, id }, reason);
          setId('');
          setReason('');
        }}
      >
        <div className="fields">
          <ChoiceInput
            label={t('lifecycle.kind')}
            value={kind}
            onChange={setKind}
            options={(['person', 'document'] as const).map((one) => ({
              id: one,
              text: t(`lifecycle.kinds.${one}`),
            }))}
          />
          <TextInput label={t('lifecycle.subject')} value={id} onChange={setId} isRequired maxLength={200} />
          <TextInput
            label={t('lifecycle.reason')}
            value={reason}
            onChange={setReason}
            isRequired
            maxLength={500}
          />
        </div>
      </ActForm>
    </details>
  );
}
