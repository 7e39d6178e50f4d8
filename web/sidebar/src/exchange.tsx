import type { ReactNode, Ref } from 'react';
import { Button } from 'react-aria-components';
import type { Turn } from './answer/turn.ts';
import { type TurnContext, TurnView } from './answer/turn-view.tsx';
import type { StartingQuestion } from './ask/use-suggestions.ts';
import type { GivenFile } from './host/contract.ts';
import { useLanguage } from './language.ts';
import { FilePick } from './private/file-pick.tsx';
import { type TaskName, taskNames, tasksOff } from './task/task.ts';
import { TaskTile } from './task/task-tile.tsx';

/** Questions and answers; before the first one, questions to start with and tasks. `children` stand above. */
export function Exchange({
  ref,
  turns,
  suggestions,
  hasModel,
  context,
  onAsk,
  onTask,
  onFile,
  children,
}: {
  readonly ref: Ref<HTMLElement>;
  readonly turns: readonly Turn[];
  /** `null`: it is not known yet whether there are any. */
  readonly suggestions: readonly StartingQuestion[] | null;
  /** False where it is known that there is no language model. */
  readonly hasModel: boolean;
  readonly context: TurnContext;
  readonly onAsk: (question: string) => void;
  readonly onTask: (task: TaskName) => void;
  readonly onFile: (given: GivenFile) => void;
  readonly children: ReactNode;
}) {
  const { t } = useLanguage();
  const off = tasksOff(hasModel);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reachable by keyboard.
    <section ref={ref} className="exchange" aria-label={t('exchange')} tabIndex={0}>
      {children}
      {turns.length > 0 || suggestions === null ? null : (
        <>
          {suggestions.length === 0 ? null : (
            <div className="suggestions">
              <h2>{t('suggestions')}</h2>
              <ul>
                {suggestions.map(({ text, language }) => (
                  <li key={text} lang={language}>
                    <Button className="button suggestion" onPress={() => onAsk(text)}>
                      {text}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div className="suggestions">
            <h2>{t('taskTitle')}</h2>
            <ul className="task-list">
              {taskNames.map((task) => (
                <li key={task}>
                  <TaskTile task={task} isOff={off.includes(task)} onTask={onTask} />
                </li>
              ))}
              <li className="task-file">
                <FilePick className="button suggestion" onFile={onFile}>
                  <strong>{t('private.choose')}</strong>
                  <span className="muted">{t('private.what')}</span>
                </FilePick>
              </li>
            </ul>
          </div>
        </>
      )}
      <ol className="turns">
        {turns.map((turn) => (
          <TurnView key={turn.key} turn={turn} context={context} />
        ))}
      </ol>
    </section>
  );
}
