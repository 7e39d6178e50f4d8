import { useCallback, useState } from 'react';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import type { Hold } from '../../api/compliance.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { CheckInput, ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { DocumentInput, PersonInput } from '../../names/named-inputs.tsx';
import { useDocumentTitles, usePrincipalNames } from '../../names/use-names.ts';
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
  const holds = loaded.value ?? [];
  const titleOf = useDocumentTitles(
    holds.flatMap(({ subject }) => (subject.kind === 'document' ? [subject.id] : [])),
  );
  const personOf = usePrincipalNames(
    holds.flatMap(({ subject, placedBy }) => [
      ...(subject.kind === 'person' ? [`user:${subject.id}`] : []),
      ...(placedBy === null ? [] : [`user:${placedBy}`]),
    ]),
  );
  const nameOf = ({ subject }: Hold) =>
    subject.kind === 'person' ? personOf(`user:${subject.id}`) : titleOf(subject.id);
  const columns: readonly Column<Hold>[] = [
    {
      id: 'subject',
      title: t('lifecycle.subject'),
      value: nameOf,
      cell: (hold) => <Named name={nameOf(hold)} id={hold.subject.id} />,
    },
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
      value: ({ placedBy }) => (placedBy === null ? t('lifecycle.operator') : personOf(`user:${placedBy}`)),
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
        {() => (
          <DataTable
            caption={t('lifecycle.holds')}
            name="legal-holds"
            columns={columns.filter(({ id }) => withReleased || id !== 'releasedAt')}
            rows={holds}
            rowKey={({ id }) => id}
            empty={t('lifecycle.noHold')}
            actions={(hold) =>
              hold.releasedAt !== null ? null : (
                <ConfirmButton
                  text={t('lifecycle.release')}
                  label={t('lifecycle.releaseOf', { subject: nameOf(hold) })}
                  question={t('lifecycle.releaseAsk', { subject: nameOf(hold) })}
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
  const Subject = kind === 'person' ? PersonInput : DocumentInput;
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
            onChange={(chosen) => {
              setKind(chosen);
              setId('');
            }}
            options={(['person', 'document'] as const).map((one) => ({
              id: one,
              text: t(`lifecycle.kinds.${one}`),
            }))}
          />
          <Subject
            key={kind}
            label={t(`lifecycle.subjects.${kind}`)}
            value={id}
            onChange={setId}
            isRequired
          />
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

/** A name with its id, which tells those apart that have the same name. */
function Named({ name, id }: { readonly name: string; readonly id: string }) {
  return (
    <>
      {name} {name === id ? null : <span className="code muted under">{id}</span>}
    </>
  );
}
