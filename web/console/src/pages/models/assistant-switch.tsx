import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { AssistantOffReason } from '../../api/providers.ts';
import { Badge } from '../../interface/badge.tsx';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';

const reasons: readonly AssistantOffReason[] = ['incident', 'leak', 'maintenance', 'decision'];

/** Turns the assistant of the whole organisation off at once, and on again. */
export function AssistantSwitch() {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { providers } = useClient();
  const tell = useDone();
  const { run, isRunning, problem } = useAct();
  const loaded = useLoaded(useCallback((signal) => providers.assistant(signal), [providers]));
  const [reason, setReason] = useState<AssistantOffReason>('incident');

  const turnOn = async () => {
    await providers.turnAssistant({ enabled: true });
    loaded.reload();
  };
  const turnOff = async () => {
    await providers.turnAssistant({ enabled: false, reason });
    loaded.reload();
    tell({ sentence: t('models.turnedOff'), undo: turnOn });
  };
  return (
    <Section title={t('models.assistant')}>
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      <Resource of={loaded}>
        {({ enabled, since, reason: why }) =>
          enabled ? (
            <div className="line">
              <Badge tone="good">{t('models.isOn')}</Badge>
              <ConfirmButton
                text={t('models.turnOff')}
                question={t('models.turnOffAsk')}
                consequence={t('models.offWhat')}
                look="plain"
                onConfirm={turnOff}
              >
                <ChoiceInput
                  label={t('models.turnOffWhy')}
                  value={reason}
                  onChange={setReason}
                  options={reasons.map((id) => ({ id, text: t(`models.offReasons.${id}`) }))}
                />
              </ConfirmButton>
            </div>
          ) : (
            <div className="notice">
              <p>
                {t('models.isOff', {
                  since: time(since),
                  reason: why === null ? '–' : t(`models.offReasons.${why}`),
                })}
              </p>
              <p>{t('models.offWhat')}</p>
              <Button
                className="button primary"
                isPending={isRunning}
                onPress={() =>
                  run(async () => {
                    await turnOn();
                    tell({ sentence: t('models.turnedOn') });
                  })
                }
              >
                {t('models.turnOn')}
              </Button>
            </div>
          )
        }
      </Resource>
    </Section>
  );
}
