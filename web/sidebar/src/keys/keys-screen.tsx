import { type KeyboardEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { useLanguage } from '../language.ts';
import { ScreenFrame } from '../screen-frame.tsx';
import { changeKeys, useKeyMap } from './key-store.ts';
import { type Command, comboOf, commands } from './keys.ts';

/** All that the keyboard does, and other keys for it. */
export function KeysScreen({ onBack }: { readonly onBack: () => void }) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const keys = useKeyMap();
  const [changing, setChanging] = useState<Command | null>(null);
  const shown = (combo: string) =>
    combo.replace('Shift', t('keys.shift')).replace('Meta', t('keys.meta')).replaceAll('+', ' + ');
  const listen = (command: Command) => (event: KeyboardEvent) => {
    if (changing !== command || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setChanging(null);
    const combo = comboOf(event.nativeEvent);
    if (combo === null) return;
    const taken = commands.find((other) => other !== command && keys[other] === combo);
    if (taken !== undefined) return announce(t('keys.taken'));
    changeKeys({ [command]: command === 'citation' ? combo.replace(/\d$/, '1') : combo });
    setChanging(null);
    announce(t('keys.changed'));
  };
  return (
    <ScreenFrame title={t('keys.title')} onBack={onBack}>
      <ul className="keys">
        {commands.map((command) => (
          <li key={command} onKeyDownCapture={listen(command)}>
            <span>{t(`keys.${command}`)}</span>
            <kbd>{command === 'citation' ? `${shown(keys[command])}…9` : shown(keys[command])}</kbd>
            <Button
              className="button quiet"
              aria-label={t(changing === command ? 'keys.pressOf' : 'keys.changeOf', {
                what: t(`keys.${command}`),
              })}
              onPress={() => {
                setChanging(command);
                announce(t('keys.press'));
              }}
            >
              {changing === command ? t('keys.press') : t('keys.change')}
            </Button>
          </li>
        ))}
        {(['send', 'newLine', 'last', 'tasks', 'leave'] as const).map((fixed) => (
          <li key={fixed}>
            <span>{t(`keys.fixed.${fixed}`)}</span>
            <kbd>{t(`keys.fixed.${fixed}Key`)}</kbd>
          </li>
        ))}
      </ul>
      <Button className="button" onPress={() => changeKeys(null)}>
        {t('keys.reset')}
      </Button>
    </ScreenFrame>
  );
}
