import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';

/** For how long conversations are kept. A shorter time destroys some, and is asked about first. */
export function Retention() {
  const { t } = useLanguage();
  const { compliance } = useClient();
  const loaded = useLoaded(useCallback((signal) => compliance.retention(signal), [compliance]));
  return (
    <Section title={t('lifecycle.retention')} lead={t('lifecycle.retentionLead')}>
      <Resource of={loaded}>
        {({ conversationDays }) => (
          <RetentionField key={conversationDays} kept={conversationDays} onChange={loaded.reload} />
        )}
      </Resource>
    </Section>
  );
}

/** As the server bounds it. */
const isKeepable = (days: number) => Number.isInteger(days) && days >= 1 && days <= 3650;

function RetentionField({ kept, onChange }: { readonly kept: number | null; readonly onChange: () => void }) {
  const { t } = useLanguage();
  const { compliance } = useClient();
  const tell = useDone();
  const { run, isRunning, problem } = useAct();
  const [days, setDays] = useState(`${kept ?? ''}`);
  const wanted = days === '' ? null : Number(days);
  const isOutside = wanted !== null && !isKeepable(wanted);
  const isShorter = wanted !== null && (kept === null || wanted < kept);
  const save = async () => {
    await compliance.changeRetention(wanted);
    onChange();
    tell({ sentence: t('lifecycle.retentionSaved') });
  };
  return (
    <div className="filters">
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      <TextInput
        label={t('lifecycle.days')}
        hint={t('lifecycle.daysHint')}
        type="number"
        value={days}
        onChange={setDays}
        complaintOf={(typed) => (isKeepable(Number(typed)) ? null : t('lifecycle.daysRule'))}
        complainsAtOnce
      />
      {isShorter && !isOutside ? (
        <ConfirmButton
          text={t('interface.save')}
          question={t('lifecycle.shorter')}
          consequence={t('lifecycle.shorterWhat', { days: wanted })}
          look="plain"
          onConfirm={save}
        />
      ) : (
        <Button
          className="button"
          isPending={isRunning}
          isDisabled={isOutside || wanted === kept}
          onPress={() => void run(save)}
        >
          {t('interface.save')}
        </Button>
      )}
    </div>
  );
}
