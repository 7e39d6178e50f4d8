import { useEffect, useRef, useState } from 'react';
import { Button, Form, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { useLanguage } from '../language.ts';
import type { Desk, TaskDraft } from './use-desk.ts';

/** The person's own work, where the assistant puts what it is asked to: nothing until then. */
export function DeskView({ desk }: { readonly desk: Desk }) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const { text, setText, draft, settle, tasks, finish } = desk;
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const area = field.current;
    if (text === null || area === null || document.activeElement === area) return;
    // Something was inserted: the person goes on writing after it.
    area.focus();
    area.setSelectionRange(text.length, text.length);
    area.scrollTop = area.scrollHeight;
  }, [text]);
  if (text === null && draft === null && tasks.length === 0) return null;
  return (
    <section className="desk" aria-label={t('desk')}>
      {text === null ? null : (
        <TextField className="desk-field" value={text} onChange={setText}>
          <Label>{t('deskText')}</Label>
          <TextArea ref={field} rows={8} />
        </TextField>
      )}
      {draft === null ? null : (
        <TaskForm
          draft={draft}
          onSettle={(task) => {
            settle(task);
            if (task !== null) announce(t('taskCreated'));
            // The form is gone with its button.
            requestAnimationFrame(() => list.current?.focus());
          }}
        />
      )}
      {tasks.length === 0 ? null : (
        <>
          <h2 ref={list} tabIndex={-1}>
            {t('deskTasks')}
          </h2>
          <ul className="desk-tasks">
            {tasks.map(({ key, title, documents }) => (
              <li key={key}>
                <span>{title}</span>
                {documents.length === 0 ? null : (
                  <span className="muted">{t('taskDocuments', { count: documents.length })}</span>
                )}
                <Button
                  className="button quiet"
                  aria-label={t('taskDoneOf', { title })}
                  onPress={() => {
                    finish(key);
                    announce(t('taskFinished'));
                    requestAnimationFrame(() =>
                      (list.current ?? document.getElementById('content'))?.focus(),
                    );
                  }}
                >
                  {t('taskDone')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What was proposed, to be changed, created or left. */
function TaskForm({
  draft,
  onSettle,
}: {
  readonly draft: TaskDraft;
  readonly onSettle: (task: TaskDraft | null) => void;
}) {
  const { t } = useLanguage();
  const [title, setTitle] = useState(draft.title);
  const [text, setText] = useState(draft.text);
  return (
    <Form
      className="desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSettle({ ...draft, title, text });
      }}
    >
      <h2>{t('taskProposed')}</h2>
      <TextField className="desk-field" value={title} onChange={setTitle} isRequired autoFocus>
        <Label>{t('taskTitle')}</Label>
        <Input autoComplete="off" />
      </TextField>
      <TextField className="desk-field" value={text} onChange={setText}>
        <Label>{t('taskText')}</Label>
        <TextArea rows={4} />
      </TextField>
      <div className="actions">
        <Button className="button" onPress={() => onSettle(null)}>
          {t('taskLeave')}
        </Button>
        <Button className="button primary" type="submit">
          {t('taskCreate')}
        </Button>
      </div>
    </Form>
  );
}
