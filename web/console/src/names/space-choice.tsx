import { useLanguage } from '../interface/language.ts';
import { SpaceInput } from './named-inputs.tsx';

/** One space, or all of them: an empty id. */
export function SpaceChoice({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <SpaceInput
      label={t('interface.space')}
      value={value}
      onChange={onChange}
      none={t('interface.allSpaces')}
    />
  );
}
