import type { KeyboardEvent } from 'react';
import { Button, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import { useLanguage } from '../language.ts';
import { questionFieldName } from './question-field.ts';

/** Characters that the server takes (`tunables.limits.questionCharacters`). */
const mostCharacters = 2_000;

/**
 * The question field. Enter sends, with Ctrl too; Shift + Enter goes to the next line; ↑ in an empty field takes the last
 * question again; `/` at its beginning opens the tasks. Typing goes on while an answer comes.
 */
export function QuestionForm({
  draft,
  onDraft,
  lastQuestion,
  isStreaming,
  isBlocked,
  onAsk,
  onStop,
  onCommand,
  onKeys,
}: {
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly lastQuestion: string | null;
  readonly isStreaming: boolean;
  /** Nothing can be sent now, as the status line says. */
  readonly isBlocked: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
  /** Absent: `/` is a letter like others. */
  readonly onCommand?: () => void;
  readonly onKeys: () => void;
}) {
  const { t, number } = useLanguage();
  const isTooLong = draft.trim().length > mostCharacters;
  const send = () => {
    const asked = draft.trim();
    if (asked === '' || isStreaming || isBlocked || isTooLong) return;
    onAsk(asked);
    onDraft('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && draft === '' && lastQuestion !== null) {
      event.preventDefault();
      onDraft(lastQuestion);
    } else if (event.key === '/' && draft === '' && onCommand !== undefined) {
      event.preventDefault();
      onCommand();
    }
  };
  return (
    <Form
      className="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isTooLong ? (
        <p className="notice" role="alert">
          {t('tooLong', { most: number(mostCharacters) })}
        </p>
      ) : null}
      <TextField value={draft} onChange={onDraft} isInvalid={isTooLong} className="question-field">
        <Label>{t('question')}</Label>
        <TextArea name={questionFieldName} rows={2} onKeyDown={onKeyDown} autoComplete="off" />
        <div className="question-foot">
          <Text slot="description" className="visually-hidden">
            {t('questionHint')}
          </Text>
          <Button className="button quiet keys-button" onPress={onKeys}>
            {t('keyboard')}
          </Button>
          {/* One button for both, so that the focus is not lost when an answer starts or ends. */}
          <Button
            className={isStreaming ? 'button' : 'button primary'}
            type="button"
            isDisabled={(isBlocked || isTooLong) && !isStreaming}
            onPress={isStreaming ? onStop : send}
          >
            {isStreaming ? t('stop') : t('ask')}
          </Button>
        </div>
      </TextField>
    </Form>
  );
}
