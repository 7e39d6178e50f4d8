import { useCallback } from 'react';
import { useLanguage } from '../interface/language.ts';
import { NameInput } from '../interface/name-input.tsx';
import { useClient } from '../session/session.ts';

type Props = Pick<
  Parameters<typeof NameInput>[0],
  'label' | 'value' | 'onChange' | 'hint' | 'none' | 'isRequired'
>;

/** A person of the organisation by name; an id that nobody has now may be given too, as of somebody who left. */
export function PersonInput(props: Props) {
  const { names } = useClient();
  const nameOf = useCallback(
    async (id: string, signal: AbortSignal) => (await names.peopleOf([id], signal))[0],
    [names],
  );
  return <NameInput {...props} find={names.findPeople} nameOf={nameOf} takesIds />;
}

/** A group of the organisation by name. */
export function GroupInput(props: Props) {
  const { names } = useClient();
  const nameOf = useCallback(
    async (id: string, signal: AbortSignal) => (await names.groupsOf([id], signal))[0],
    [names],
  );
  return <NameInput {...props} find={names.findGroups} nameOf={nameOf} takesIds />;
}

/** A space of the organisation by name. */
export function SpaceInput(props: Props) {
  const { names } = useClient();
  const nameOf = useCallback(
    async (id: string, signal: AbortSignal) => (await names.spacesOf([id], signal))[0],
    [names],
  );
  return <NameInput {...props} find={names.findSpaces} nameOf={nameOf} />;
}

/** A document by title, among those that the person may read; any other by its id, which the workplace and the audit give. */
export function DocumentInput(props: Props) {
  const { t } = useLanguage();
  const { names } = useClient();
  return (
    <NameInput
      {...props}
      hint={props.hint ?? t('interface.documentHint')}
      find={names.findDocuments}
      nameOf={names.documentOf}
      emptyText={t('interface.noDocument')}
      takesIds
    />
  );
}
