import { useId, useState } from 'react';
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Form,
  Input,
  Label,
  Radio,
  RadioGroup,
  SearchField,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import type { Space } from '../../../shared/api/types.ts';
import type { Turn } from '../answer/turn.ts';
import { useHost } from '../host/use-host.ts';
import { useLanguage } from '../language.ts';
import { ScreenFrame } from '../screen-frame.tsx';
import { type TaskName, type TaskRequest, taskNames, tasks, tasksOff } from './task.ts';
import { useTaskDocuments } from './use-task-documents.ts';

/** Which task, on which documents, with what instruction. The document that the workplace shows is ticked already. */
export function TaskScreen({
  client,
  spaces,
  first,
  turns,
  hasModel,
  isBusy,
  onBack,
  onRun,
}: {
  readonly client: Client;
  /** Those of the person, to choose documents from. */
  readonly spaces: readonly Space[];
  readonly first: TaskName;
  readonly turns: readonly Turn[];
  readonly hasModel: boolean;
  /** An answer is being written: the task waits for its end. */
  readonly isBusy: boolean;
  readonly onBack: () => void;
  readonly onRun: (request: TaskRequest) => void;
}) {
  const { t } = useLanguage();
  const { context } = useHost();
  const [task, setTask] = useState<TaskName>(first);
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    [...new Set([...(context.documents ?? []), context.documentId ?? ''])].filter(Boolean),
  );
  const [query, setQuery] = useState('');
  const [instruction, setInstruction] = useState('');
  // What the workplace shows, also where it tells of it late, until another is chosen; empty: all of them.
  const [chosenSpace, chooseSpace] = useState<string | null>(null);
  const space = chosenSpace === null ? context.spaceId : chosenSpace || undefined;
  const only = spaces.length === 1 ? spaces[0]?.id : undefined;
  const words = query.trim();
  const { listed, known, hasMore, isLooking } = useTaskDocuments(
    client,
    context,
    { space: space ?? only, words },
    turns,
  );
  const spaceField = useId();
  const { least, most, needsInstruction } = tasks[task];
  const off = tasksOff(hasModel);
  const ticked = known.filter(({ id }) => chosen.includes(id));
  const others = listed.filter(({ id }) => !chosen.includes(id));
  const none = words !== '' ? t('noDocumentOfThisName') : ticked.length === 0 ? t('noDocumentForTask') : '';
  const amiss =
    ticked.length > most
      ? t(most === 1 ? 'taskOnlyOne' : 'taskTooMany', { most })
      : ticked.length > 0 && ticked.length < least
        ? t('taskTooFew', { least })
        : null;
  const isReady =
    !off.includes(task) &&
    ticked.length >= least &&
    ticked.length <= most &&
    !(needsInstruction && instruction.trim() === '');
  return (
    <ScreenFrame title={t('taskTitle')} onBack={onBack}>
      <Form
        className="task-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) onRun({ task, documents: ticked, instruction: instruction.trim() });
        }}
      >
        <RadioGroup
          className="task-choice"
          value={task}
          onChange={(name) => setTask(taskNames.find((one) => one === name) ?? 'summarise')}
        >
          <Label>{t('taskWhich')}</Label>
          {off.length === 0 ? null : (
            <Text slot="description" className="muted">
              {t('tasksNeedModel', { tasks: off.map((name) => t(`tasks.${name}.name`)).join(', ') })}
            </Text>
          )}
          {taskNames.map((name) => (
            <Radio key={name} value={name} isDisabled={off.includes(name)} className="task-option">
              <span className="dot" aria-hidden="true" />
              <span>
                <strong>{t(`tasks.${name}.name`)}</strong>{' '}
                <span className="muted">{t(`tasks.${name}.what`)}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        {spaces.length < 2 ? null : (
          <div className="title-field">
            <label htmlFor={spaceField}>{t('taskSpace')}</label>
            <select
              id={spaceField}
              className="scope-select"
              value={space ?? ''}
              onChange={({ target }) => chooseSpace(target.value)}
            >
              <option value="">{t('taskSpaceNone')}</option>
              {spaces.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </div>
        )}
        <SearchField
          value={query}
          onChange={setQuery}
          // The Enter of a search runs no task.
          onSubmit={() => undefined}
          className="title-field"
        >
          <Label>{t('findDocument')}</Label>
          <Input autoComplete="off" />
        </SearchField>
        <p className="muted" role="status">
          {others.length > 0 || isLooking ? '' : none}
        </p>
        <CheckboxGroup className="reason-list" value={[...chosen]} onChange={setChosen}>
          <Label>{least === most ? t('taskOne') : t('taskSome', { least, most })}</Label>
          <div className="task-documents">
            {[...ticked, ...others].map(({ id, title }) => (
              <Checkbox key={id} value={id} className="reason">
                <span className="check" aria-hidden="true" />
                <span>{title}</span>
              </Checkbox>
            ))}
          </div>
          {hasMore ? <p className="muted">{t('moreDocuments')}</p> : null}
        </CheckboxGroup>
        <TextField
          value={instruction}
          onChange={setInstruction}
          isRequired={needsInstruction}
          className="question-field"
        >
          <Label>{needsInstruction ? t('instructionNeeded') : t('instruction')}</Label>
          <TextArea rows={2} placeholder={t(`tasks.${task}.example`)} />
        </TextField>
        <p className="muted" role="status">
          {isBusy
            ? t('taskWaits')
            : [t('ticked', { count: ticked.length }), amiss].filter(Boolean).join('. ')}
        </p>
        <div className="actions">
          <Button type="submit" className="button primary" isDisabled={!isReady || isBusy}>
            {t(`tasks.${task}.name`)}
          </Button>
        </div>
      </Form>
    </ScreenFrame>
  );
}
