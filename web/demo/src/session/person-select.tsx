import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components';
import { useLanguage } from '../language.ts';
import type { Person } from './demo.ts';

/** The choice of the person in the header: name and role. */
export function PersonSelect({
  people,
  person,
  onChoose,
}: {
  readonly people: readonly Person[];
  readonly person: Person;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <Select
      className="person-select"
      value={person.id}
      onChange={(key) => {
        if (typeof key === 'string' && key !== person.id) onChoose(key);
      }}
    >
      <Label className="visually-hidden">{t('person')}</Label>
      <Button className="button person-button">
        <SelectValue className="person-value">
          <span className="person-name">{person.name}</span>
          <span className="person-role">{person.role}</span>
        </SelectValue>
        <span aria-hidden="true" className="chevron" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <ListBox className="listbox" items={people}>
          {(item: Person) => (
            <ListBoxItem
              className="listbox-item"
              id={item.id}
              textValue={[item.name, item.role].filter(Boolean).join(', ')}
            >
              <Text slot="label" className="person-name">
                {item.name}
              </Text>
              <Text slot="description" className="person-role">
                {item.role}
              </Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
