import { type KeyboardEvent, useState } from 'react';
import { Button, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import { useLanguage } from '../interface/language.tsx';

/** The question field. Enter sends, Shift + Enter goes to the next line, Escape stops; typing goes on while an answer comes. */
export function QuestionForm({
  isStreaming,
  onAsk,
  onStop,
}: {
  readonly isStreaming: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}) {
  const { t } = useLanguage();
  const [question, setQuestion] = useState('');
  const send = () => {
    const asked = question.trim();
    if (asked === '' || isStreaming) return;
    onAsk(asked);
    setQuestion('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && isStreaming) {
      event.preventDefault();
      event.stopPropagation();
      onStop();
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
      <TextField value={question} onChange={setQuestion} className="question-field">
        <Label>{t.question}</Label>
        <TextArea rows={2} onKeyDown={onKeyDown} autoComplete="off" />
        <div className="question-foot">
          <Text slot="description" className="muted">
            {t.questionHint}
          </Text>
          {/* One button for both, so that the focus is not lost when an answer starts or ends. */}
          <Button
            className={isStreaming ? 'button' : 'button primary'}
            type="button"
            onPress={isStreaming ? onStop : send}
          >
            {isStreaming ? t.stop : t.ask}
          </Button>
        </div>
      </TextField>
    </Form>
  );
}
