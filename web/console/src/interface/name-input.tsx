import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';
import type { FindNames, FoundNames, Name } from '../api/names.ts';
import { FieldComplaint } from './fields.tsx';
import { useLanguage } from './language.ts';

/** Typing is not over before this. */
const typingMs = 150;

/** Keys of what is no name: the choice of none at all, and the id that was typed. */
const noneKey = 'none:';
const idKey = 'id:';
const nameKey = 'name:';

type Option = {
  readonly key: string;
  readonly id: string;
  readonly text: string;
  readonly detail: string | null;
};

/**
 * One of many, found by name: typed words are looked for, the arrow keys choose, Escape closes. `value` is its id, empty while
 * none is chosen.
 */
export function NameInput({
  label,
  value,
  onChange,
  find,
  nameOf,
  hint,
  none,
  takesIds = false,
  emptyText,
  isRequired = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Keep it in `useCallback`: another one looks again. */
  readonly find: FindNames;
  /** What an id is called that came from elsewhere, as from an address; it may throw where nobody says. */
  readonly nameOf?: (id: string, signal: AbortSignal) => Promise<Name | undefined>;
  readonly hint?: ReactNode;
  /** What stands for none, where none is a choice. */
  readonly none?: string;
  /** Whether an id that no name is found for may be given as it is. */
  readonly takesIds?: boolean;
  /** What is said when no name holds what was typed. */
  readonly emptyText?: string;
  readonly isRequired?: boolean;
}) {
  const { t } = useLanguage();
  const [text, setText] = useState(value === '' ? (none ?? '') : value);
  const chosen = useRef({ id: value, text });
  /** Says which of those it is that have the same name. */
  const [detail, setDetail] = useState<string | null>(null);
  const { found, problem, isLooking, look } = useFound(find);

  const show = useCallback((id: string, shown: string, about: string | null) => {
    chosen.current = { id, text: shown };
    setText(shown);
    setDetail(about);
  }, []);

  // What is chosen from outside: it is called by its name once that is known.
  useEffect(() => {
    if (value === chosen.current.id) return;
    show(value, value === '' ? (none ?? '') : value, null);
  }, [value, none, show]);
  useEffect(() => {
    if (value === '' || nameOf === undefined || chosen.current.text !== value) return;
    const controller = new AbortController();
    nameOf(value, controller.signal).then(
      (name) => {
        if (name !== undefined && chosen.current.id === value) show(value, name.text, name.detail);
      },
      () => undefined,
    );
    return () => controller.abort();
  }, [value, nameOf, show]);

  const isChosenText = text === chosen.current.text;
  const isFilter = none !== undefined;
  const options = optionsOf(found, {
    typed: isChosenText ? '' : text,
    none,
    idHint: takesIds ? t('interface.takeId') : null,
  });
  const choose = (key: string) => {
    const option = options.find((one) => one.key === key);
    if (option === undefined) return;
    show(option.id, option.text, option.key.startsWith(nameKey) ? option.detail : null);
    if (option.id !== value) onChange(option.id);
  };
  /** Who leaves the field has said all: a name, or an id, that stands there in full is chosen; where none is a choice, nothing has changed. */
  const settle = () => {
    if (isFilter) return setText(chosen.current.text);
    const typed = text.trim();
    if (value !== '' || typed === '') return;
    const exact = options.filter((one) => one.text === typed || one.id === typed);
    const [only] = exact;
    if (only !== undefined && exact.length === 1) choose(only.key);
  };
  return (
    <ComboBox
      className="field name-input"
      inputValue={text}
      onInputChange={(typed) => {
        setText(typed);
        if (typed === chosen.current.text) return;
        if (value !== '' && !isFilter) {
          chosen.current = { id: '', text: '' };
          setDetail(null);
          onChange('');
        }
        look(typed, typingMs);
      }}
      onOpenChange={(isOpen, trigger) => {
        if (isOpen && trigger !== 'input') look(isChosenText ? '' : text, 0);
      }}
      onBlur={({ nativeEvent }) => {
        if (nativeEvent.isTrusted) settle();
      }}
      value={value === '' ? (isFilter ? noneKey : null) : `${nameKey}${value}`}
      // What was chosen need not be among what is found now, which the field takes for no choice.
      onChange={(key) => {
        if (key !== null) choose(`${key}`);
      }}
      items={options}
      allowsCustomValue
      allowsEmptyCollection
      isRequired={isRequired}
      validate={() => (isRequired && value === '' ? t('interface.chooseOne') : null)}
    >
      <Label>
        {label}
        {isRequired ? <span className="muted"> {t('interface.required')}</span> : null}
      </Label>
      {hint === undefined && detail === null ? null : (
        <Text slot="description" className="muted">
          {detail ?? hint}
        </Text>
      )}
      <div className="name-input-line">
        <Input
          className="input"
          placeholder={t('interface.typeName')}
          // Going to and fro between the field and its options is told as a focus too, which is none of the person's.
          onFocus={({ currentTarget, nativeEvent }) => {
            if (nativeEvent.isTrusted) currentTarget.select();
          }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button className="name-input-button" aria-label={t('interface.showNames')}>
          <span aria-hidden="true" className="chevron" />
        </Button>
      </div>
      <FieldComplaint />
      <Popover className="popover names" isNonModal>
        <ListBox
          className="listbox"
          renderEmptyState={() => (
            <p className="muted names-empty" role="status">
              {isLooking
                ? t('interface.looking')
                : problem === null
                  ? (emptyText ?? t('interface.noName'))
                  : problem.title || t('problemUnknown')}
            </p>
          )}
        >
          {(option: Option) => (
            <ListBoxItem id={option.key} className="listbox-item" textValue={option.text}>
              {/* Both are its name, so that those who have the same one are told apart by ear too. */}
              <span>{option.text}</span>{' '}
              {option.detail === null ? null : <span className="person-role">{option.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
        {found?.hasMore ? <p className="muted names-more">{t('interface.moreNames')}</p> : null}
      </Popover>
    </ComboBox>
  );
}

/** What can be chosen: none, the names found, or, where there are none, the id that was typed. */
function optionsOf(
  found: FoundNames | null,
  {
    typed,
    none,
    idHint,
  }: { readonly typed: string; readonly none: string | undefined; readonly idHint: string | null },
): readonly Option[] {
  const names = found?.names ?? [];
  const id = typed.trim();
  const mayBeId = idHint !== null && found !== null && names.length === 0 && /^\S+$/.test(id);
  return [
    ...(none !== undefined && typed === '' ? [{ key: noneKey, id: '', text: none, detail: null }] : []),
    ...names.map((name) => ({ ...name, key: `${nameKey}${name.id}` })),
    ...(mayBeId ? [{ key: `${idKey}${id}`, id, text: id, detail: idHint }] : []),
  ];
}

/** What was found for the text that was looked for last. */
function useFound(find: FindNames) {
  const [found, setFound] = useState<FoundNames | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLooking, setLooking] = useState(false);
  const looking = useRef<{ readonly controller: AbortController; readonly timer: number } | null>(null);
  const stop = useCallback(() => {
    looking.current?.controller.abort();
    clearTimeout(looking.current?.timer);
  }, []);
  useEffect(() => stop, [stop]);
  const look = useCallback(
    (text: string, afterMs: number) => {
      stop();
      const controller = new AbortController();
      setLooking(true);
      const timer = window.setTimeout(() => {
        find(text, controller.signal).then(
          (names) => {
            setFound(names);
            setProblem(null);
            setLooking(false);
          },
          (error: unknown) => {
            if (isAbort(error)) return;
            setFound(null);
            setProblem(toProblem(error));
            setLooking(false);
          },
        );
      }, afterMs);
      looking.current = { controller, timer };
    },
    [find, stop],
  );
  return { found, problem, isLooking, look };
}
