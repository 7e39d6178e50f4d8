import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button, Form, Input, Label, TextField, ToggleButton } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import { toProblem } from '../../../shared/api/problem.ts';
import type { ConversationCard, Problem, Space } from '../../../shared/api/types.ts';
import { ConfirmButton } from '../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from '../language.ts';
import { ShareForm } from './share-form.tsx';

/** As the server bounds it. */
const titleCharacters = 120;

/** What can be done with a saved conversation. */
export type ConversationActions = {
  readonly onOpen: (id: string) => void;
  readonly onRename: (id: string, title: string) => Promise<void>;
  readonly onExport: (conversation: ConversationCard) => Promise<void>;
  readonly onRemove: (id: string) => Promise<void>;
};

/** One saved conversation: its title opens it; it can be renamed in place, shared, exported and deleted. */
export function ConversationRow({
  client,
  spaces,
  conversation,
  isCurrent,
  actions,
}: {
  readonly client: Client;
  readonly spaces: readonly Space[];
  readonly conversation: ConversationCard;
  readonly isCurrent: boolean;
  readonly actions: ConversationActions;
}) {
  const { t, moment } = useLanguage();
  const { id, title, updatedAt } = conversation;
  const [isNaming, setNaming] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const opener = useRef<HTMLButtonElement>(null);

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(toProblem(error));
      return false;
    }
  };
  const wasNaming = useRef(false);
  useEffect(() => {
    // The form is gone: the focus goes back to what opened it.
    if (wasNaming.current && !isNaming) opener.current?.focus();
    wasNaming.current = isNaming;
  }, [isNaming]);
  const rename = async (next: string) => {
    if (next === '' || next === title || (await attempt(() => actions.onRename(id, next)))) setNaming(false);
  };
  return (
    <li className="conversation">
      {isNaming ? (
        <TitleForm title={title} onSave={rename} onCancel={() => setNaming(false)} />
      ) : (
        <>
          <Button className="conversation-button" aria-current={isCurrent} onPress={() => actions.onOpen(id)}>
            <span>{title}</span>
            <span className="muted">{moment(updatedAt)}</span>
          </Button>
          <div className="conversation-actions">
            <Button
              ref={opener}
              className="button quiet"
              aria-label={t('renameConversation', { title })}
              onPress={() => setNaming(true)}
            >
              {t('rename')}
            </Button>
            <Button
              className="button quiet"
              aria-label={t('exportConversation', { title })}
              onPress={() => void attempt(() => actions.onExport(conversation))}
            >
              {t('export')}
            </Button>
            <ToggleButton
              className="button quiet"
              aria-label={t('shareConversation', { title })}
              aria-expanded={isSharing}
              isSelected={isSharing}
              onChange={setSharing}
            >
              {t('share')}
            </ToggleButton>
            <ConfirmButton
              text={t('remove')}
              label={t('removeConversation', { title })}
              question={t('removeConversationAsk')}
              consequence={t('removeConversationWhat', { title })}
              onConfirm={() => actions.onRemove(id)}
            />
          </div>
        </>
      )}
      {isSharing ? <ShareForm client={client} conversationId={id} spaces={spaces} /> : null}
      {problem === null ? null : <ProblemText problem={problem} />}
    </li>
  );
}

/** Enter saves, Escape leaves the title as it was. */
function TitleForm({
  title,
  onSave,
  onCancel,
}: {
  readonly title: string;
  readonly onSave: (title: string) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const { t } = useLanguage();
  const [value, setValue] = useState(title);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };
  return (
    <Form
      className="title-form"
      onSubmit={(event) => {
        event.preventDefault();
        void onSave(value.trim());
      }}
    >
      <TextField
        autoFocus
        value={value}
        onChange={setValue}
        maxLength={titleCharacters}
        className="title-field"
      >
        <Label>{t('conversationTitle')}</Label>
        <Input onKeyDown={onKeyDown} autoComplete="off" />
      </TextField>
      <div className="conversation-actions">
        <Button type="submit" className="button">
          {t('save')}
        </Button>
        <Button className="button quiet" onPress={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
