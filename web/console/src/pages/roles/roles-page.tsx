import { useCallback, useState } from 'react';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { PersonWithRoles } from '../../api/people.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { CheckInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { PersonInput } from '../../names/named-inputs.tsx';
import { useClient } from '../../session/session.ts';

type Roles = Pick<PersonWithRoles, 'admin' | 'auditor'>;

/** Who administers and who audits: for the owners of the organisation. */
export default function RolesPage() {
  const { t } = useLanguage();
  const { people } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const loaded = useLoaded(useCallback((signal) => people.roles(signal), [people]));
  const set = async (id: string, roles: Roles, before: Roles) => {
    const changed = await people.setRoles(id, roles);
    loaded.reload();
    const undo = async () => {
      await people.setRoles(id, before);
      loaded.reload();
    };
    tell({ sentence: t('roles.changed', { name: changed.name }), undo });
  };
  const box = (person: PersonWithRoles, role: keyof Roles) => {
    const { id, name, admin, auditor } = person;
    return (
      <input
        type="checkbox"
        className="box"
        aria-label={t(`roles.${role}Of`, { name })}
        checked={person[role]}
        onChange={(event) =>
          void run(() => set(id, { admin, auditor, [role]: event.target.checked }, { admin, auditor }))
        }
      />
    );
  };
  const yes = (is: boolean) => t(is ? 'interface.yes' : 'interface.no');
  const columns: readonly Column<PersonWithRoles>[] = [
    {
      id: 'name',
      title: t('roles.person'),
      value: ({ name }) => name,
      cell: ({ name, id }) => (
        <>
          {name} <span className="code muted">{id}</span>
        </>
      ),
    },
    { id: 'owner', title: t('roles.owner'), value: ({ owner }) => yes(owner) },
    {
      id: 'admin',
      title: t('roles.admin'),
      value: ({ admin }) => yes(admin),
      cell: (person) => box(person, 'admin'),
    },
    {
      id: 'auditor',
      title: t('roles.auditor'),
      value: ({ auditor }) => yes(auditor),
      cell: (person) => box(person, 'auditor'),
    },
  ];
  return (
    <Page title={t('roles.title')} lead={t('roles.lead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Section title={t('roles.people')} lead={t('roles.ownerWhat')}>
        <Resource of={loaded}>
          {(all) => (
            <DataTable
              caption={t('roles.people')}
              name="roles"
              columns={columns}
              rows={all}
              rowKey={({ id }) => id}
              empty={t('roles.none')}
            />
          )}
        </Resource>
        <RoleFields
          onGive={(id, roles) => {
            const known = loaded.value?.find((person) => person.id === id);
            return set(id, roles, { admin: known?.admin ?? false, auditor: known?.auditor ?? false });
          }}
        />
      </Section>
    </Page>
  );
}

function RoleFields({ onGive }: { readonly onGive: (id: string, roles: Roles) => Promise<void> }) {
  const { t } = useLanguage();
  const [id, setId] = useState('');
  const [admin, setAdmin] = useState(false);
  const [auditor, setAuditor] = useState(false);
  const hasRole = admin || auditor;
  return (
    <details className="adder">
      <summary>{t('roles.give')}</summary>
      <ActForm
        submit={t('roles.give')}
        isReady={hasRole}
        isNarrow
        onSubmit={async () => {
          await onGive(id, { admin, auditor });
          setId('');
        }}
      >
        <PersonInput label={t('roles.person')} value={id} onChange={setId} isRequired />
        <CheckInput label={t('roles.admin')} value={admin} onChange={setAdmin} />
        <CheckInput label={t('roles.auditor')} value={auditor} onChange={setAuditor} />
        {hasRole ? null : <p className="muted">{t('roles.roleless')}</p>}
      </ActForm>
    </details>
  );
}
