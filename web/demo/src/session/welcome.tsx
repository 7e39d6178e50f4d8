import { Button } from 'react-aria-components';
import { useLanguage } from '../language.ts';
import type { Person } from './demo.ts';

/** The first screen: who is looking? */
export function Welcome({
  people,
  onChoose,
}: {
  readonly people: readonly Person[];
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <main id="content" tabIndex={-1} className="welcome">
      <h2>{t('choosePerson')}</h2>
      <p>{t('choosePersonWhy')}</p>
      <ul className="people">
        {people.map((person) => (
          <li key={person.id}>
            <Button className="button person-card" onPress={() => onChoose(person.id)}>
              <span className="person-name">{person.name}</span>
              <span className="person-role">{person.role}</span>
            </Button>
          </li>
        ))}
      </ul>
    </main>
  );
}
