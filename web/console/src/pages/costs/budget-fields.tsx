import { useState } from 'react';
import { type Budget, type BudgetRule, budgetPeriods, budgetSubjects, budgetUnits } from '../../api/costs.ts';
import type { SpaceName } from '../../api/use-spaces.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useSession } from '../../session/session.ts';

/** Sets a budget, or changes the limits of one; at least one limit must be said. */
export function BudgetFields({
  budget,
  spaces,
  onSave,
}: {
  readonly budget: Budget | null;
  readonly spaces: readonly SpaceName[];
  readonly onSave: (rule: BudgetRule) => Promise<void>;
}) {
  const { t } = useLanguage();
  const { organisation } = useSession();
  const [kind, setKind] = useState(budget?.subject.kind ?? 'organisation');
  const [id, setId] = useState(budget?.subject.id ?? '');
  const [unit, setUnit] = useState(budget?.unit ?? 'euros');
  const [period, setPeriod] = useState(budget?.period ?? 'month');
  const [soft, setSoft] = useState(`${budget?.soft ?? ''}`);
  const [hard, setHard] = useState(`${budget?.hard ?? ''}`);
  const subject = { kind, id: kind === 'organisation' ? organisation.id : id };
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
              setId(chosen === 'user' ? '*' : chosen === 'space' ? (spaces[0]?.id ?? '') : '');
            }}
            options={budgetSubjects.map((one) => ({ id: one, text: t(`costs.subjects.${one}`) }))}
          />
          {kind === 'space' ? (
            <ChoiceInput
              label={t('costs.columns.space')}
              value={id}
              onChange={setId}
              options={spaces.map((space) => ({ id: space.id, text: space.title }))}
            />
          ) : null}
          {kind === 'group' || kind === 'user' ? (
            <TextInput
              label={t('costs.subjectId')}
              hint={t('costs.subjectIdHint')}
              value={id}
              onChange={setId}
              isRequired
              maxLength={200}
            />
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
          <TextInput label={t('costs.soft')} type="number" value={soft} onChange={setSoft} />
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
