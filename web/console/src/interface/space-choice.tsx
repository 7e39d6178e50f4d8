import type { SpaceName } from '../api/use-spaces.ts';
import { ChoiceInput } from './fields.tsx';
import { useLanguage } from './language.ts';

/** One space, or all of them: an empty id. */
export function SpaceChoice({
  spaces,
  value,
  onChange,
}: {
  readonly spaces: readonly SpaceName[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <ChoiceInput
      label={t('interface.space')}
      value={value}
      onChange={onChange}
      options={[
        { id: '', text: t('interface.allSpaces') },
        ...spaces.map(({ id, title }) => ({ id, text: title })),
      ]}
    />
  );
}
