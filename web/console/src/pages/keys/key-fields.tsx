import { useState } from 'react';
import { type NewServiceKey, type ServiceScope, serviceScopes } from '../../api/people.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { CheckInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';

/** What a key is asked for with. */
export function KeyFields({ onAdd }: { readonly onAdd: (wanted: NewServiceKey) => Promise<void> }) {
  const { t } = useLanguage();
  const [name, setName] = useState('');
  const [source, setSource] = useState('');
  const [lastDay, setLastDay] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<ServiceScope>>(new Set());
  const wanted: NewServiceKey = {
    name,
    scopes: serviceScopes.filter((scope) => scopes.has(scope)),
    source: source || null,
    ...(lastDay === '' ? {} : { expiresAt: new Date(`${lastDay}T23:59:59`).toISOString() }),
  };
  const isScopeless = scopes.size === 0;
  return (
    <details className="adder">
      <summary>{t('keys.add')}</summary>
      <ActForm
        submit={t('keys.add')}
        isReady={!isScopeless}
        onSubmit={async () => {
          await onAdd(wanted);
          setName('');
        }}
      >
        <div className="fields">
          <TextInput label={t('keys.name')} value={name} onChange={setName} isRequired maxLength={100} />
          <TextInput
            label={t('keys.source')}
            hint={t('keys.sourceHint')}
            value={source}
            onChange={setSource}
            maxLength={63}
          />
          <TextInput
            label={t('keys.expires')}
            hint={t('keys.expiresHint')}
            type="date"
            value={lastDay}
            onChange={setLastDay}
          />
        </div>
        <fieldset className="choices">
          <legend>{t('keys.scopes')}</legend>
          {serviceScopes.map((scope) => (
            <CheckInput
              key={scope}
              label={t(`keys.scopeNames.${scope}`)}
              value={scopes.has(scope)}
              onChange={(isWanted) => {
                const next = new Set(scopes);
                if (isWanted) next.add(scope);
                else next.delete(scope);
                setScopes(next);
              }}
            />
          ))}
        </fieldset>
        {isScopeless ? <p className="muted">{t('keys.scopeless')}</p> : null}
      </ActForm>
    </details>
  );
}
