import { Button } from 'react-aria-components';
import type { Space } from '../../../shared/api/types.ts';
import { useLanguage } from '../language.ts';

/** The spaces of the person; the shown one is marked for everybody. */
export function SpaceList({
  spaces,
  current,
  onSelect,
}: {
  readonly spaces: readonly Space[];
  readonly current: string | undefined;
  readonly onSelect: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <nav className="spaces" aria-label={t('spaces')}>
      <ul>
        {spaces.map((space) => (
          <li key={space.id}>
            <Button
              className="space-button"
              aria-current={space.id === current}
              onPress={() => onSelect(space.id)}
            >
              {space.title}
            </Button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
