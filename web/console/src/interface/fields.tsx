import { type ReactNode, useId } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import { useLanguage } from './language.ts';

/** What ids are made of; the rule is told in words, as `interface.idRule`. */
export const idPattern = /^[a-z0-9][a-z0-9-]*$/;

/** A line, or with `rows` several lines, of text, with its name, a hint and the browser's own checks. */
export function TextInput({
  label,
  value,
  onChange,
  hint,
  type = 'text',
  isRequired = false,
  isDisabled = false,
  maxLength,
  rows,
  autoComplete = 'off',
  complaintOf = () => null,
  complainsAtOnce = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly type?: 'text' | 'url' | 'password' | 'number' | 'date' | 'datetime-local';
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly maxLength?: number;
  readonly rows?: number;
  readonly autoComplete?: string;
  /** What is wrong with a value that is not empty; said here, because browsers name no rule. */
  readonly complaintOf?: (value: string) => string | null;
  /** While it is typed, not when a form is sent: for a field of no form. */
  readonly complainsAtOnce?: boolean;
}) {
  const { t } = useLanguage();
  return (
    <TextField
      className="field"
      {...{ value, onChange, type, isRequired, isDisabled, autoComplete }}
      validate={(typed) => (typed === '' ? null : complaintOf(typed))}
      validationBehavior={complainsAtOnce ? 'aria' : 'native'}
      {...(maxLength === undefined ? {} : { maxLength })}
    >
      <Label>
        {label}
        {isRequired ? <span className="muted"> {t('interface.required')}</span> : null}
      </Label>
      {hint === undefined ? null : (
        <Text slot="description" className="muted">
          {hint}
        </Text>
      )}
      {rows === undefined ? (
        <Input className="input" {...(type === 'number' ? { step: 'any', min: 0 } : {})} />
      ) : (
        <TextArea className="input" rows={rows} />
      )}
      <FieldComplaint />
    </TextField>
  );
}

/** What is wrong with a value, in the language of the page: browsers say it in their own. */
export function FieldComplaint() {
  const { t } = useLanguage();
  return (
    <FieldError className="field-error">
      {({ validationDetails, validationErrors }) => {
        const browsers = (['valueMissing', 'typeMismatch', 'badInput', 'rangeUnderflow'] as const).find(
          (kind) => validationDetails[kind] && !validationDetails.customError,
        );
        return browsers === undefined ? validationErrors.join(' ') : t(`interface.complaints.${browsers}`);
      }}
    </FieldError>
  );
}

/** One of a few; the browser's own list, which every device knows how to show. */
export function ChoiceInput<Value extends string>({
  label,
  value,
  onChange,
  options,
  hint,
  isDisabled = false,
}: {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly id: Value; readonly text: string }[];
  readonly hint?: ReactNode;
  readonly isDisabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <span className="muted" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <select
        id={id}
        className="input"
        value={value}
        disabled={isDisabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Yes or no. */
export function CheckInput({
  label,
  value,
  onChange,
  hint,
  isDisabled = false,
}: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly hint?: string;
  readonly isDisabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="check">
      <input
        id={id}
        type="checkbox"
        checked={value}
        disabled={isDisabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <span className="muted" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
