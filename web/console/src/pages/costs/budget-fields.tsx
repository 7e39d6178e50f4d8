import { useState } from 'react';
import { type Budget, type BudgetRule, budgetPeriods, budgetSubjects, budgetUnits } from '../../api/costs.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { GroupInput, PersonInput, SpaceInput } from '../../names/named-inputs.tsx';
import { useSession } from '../../session/session.ts';

/** Who a budget for each person is for, in place of an id. */
const everybody = '*';

/** What the field for whom a budget is starts from; empty: everybody, or nobody yet. */
function idIn(budget: Budget | null): string {
  const id = budget?.subject.id ?? '';
  return id === everybody ? '' : id;
}

/** Sets a budget, or changes the limits of one; at least one limit must be said. */
export function BudgetFields({
  budget,
  onSave,
}: {
  readonly budget: Budget | null;
  readonly onSave: (rule: BudgetRule) => Promise<void>;
}) {
  const { t } = useLanguage();
  const { organisation } = useSession();
  const [kind, setKind] = useState(budget?.subject.kind ?? 'organisation');
  const [id, setId] = useState(() => idIn(budget));
  const [unit, setUnit] = useState(budget?.unit ?? 'euros');
  const [period, setPeriod] = useState(budget?.period ?? 'month');
  const [soft, setSoft] = useState(`${budget?.soft ?? ''}`);
  const [hard, setHard] = useState(`${budget?.hard ?? ''}`);
  const subject = { kind, id: kind === 'organisation' ? organisation.id : id || everybody };
  const limit = (text: string) => (text === '' ? null : Number(text));
  return (
    <details className="adder" open={budget !== null}>
      <summary>{t('costs.set')}</summary>
      <ActForm
        submit={t('interface.save')}
        onSubmit={() => onSave({ subject, unit, period, soft: limit(soft), hard: limit(hard) })}
      >
        <div className="fields">
          <ChoiceInput
            label={t('costs.subject')}
            value={kind}
            onChange={(chosen) => {
              setKind(chosen);
              setId('');
            }}
            options={budgetSubjects.map((one) => ({ id: one, text: t(`costs.subjects.${one}`) }))}
          />
          {kind === 'space' ? (
            <SpaceInput label={t('costs.columns.space')} value={id} onChange={setId} isRequired />
          ) : null}
          {kind === 'group' ? (
            <GroupInput label={t('costs.group')} value={id} onChange={setId} isRequired />
          ) : null}
          {kind === 'user' ? (
            <PersonInput label={t('costs.person')} value={id} onChange={setId} none={t('costs.everyUser')} />
          ) : null}
          <ChoiceInput
            label={t('costs.unit')}
            value={unit}
            onChange={setUnit}
            options={budgetUnits.map((one) => ({ id: one, text: t(`costs.units.${one}`) }))}
          />
          <ChoiceInput
            label={t('costs.budgetPeriod')}
            value={period}
            onChange={setPeriod}
            options={budgetPeriods.map((one) => ({ id: one, text: t(`costs.budgetPeriods.${one}`) }))}
          />
          <TextInput
            label={t('costs.soft')}
            type="number"
            value={soft}
            onChange={setSoft}
            complaintOf={(typed) =>
              hard !== '' && Number(typed) > Number(hard) ? t('costs.softRule') : null
            }
          />
          <TextInput
            label={t('costs.hard')}
            type="number"
            value={hard}
            onChange={setHard}
            isRequired={soft === ''}
          />
        </div>
      </ActForm>
    </details>
  );
}
