import { Button } from 'react-aria-components';
import { useLanguage } from '../language.ts';
import type { TaskName } from './task.ts';

/** A task to begin with, or the reason why it cannot be done. */
export function TaskTile({
  task,
  isOff,
  onTask,
}: {
  readonly task: TaskName;
  readonly isOff: boolean;
  readonly onTask: (task: TaskName) => void;
}) {
  const { t } = useLanguage();
  const words = (
    <>
      <strong>{t(`tasks.${task}.name`)}</strong>
      <span className="muted">{t(`tasks.${task}.what`)}</span>
    </>
  );
  if (!isOff)
    return (
      <Button className="button suggestion" onPress={() => onTask(task)}>
        {words}
      </Button>
    );
  // Not `disabled`, which Tab goes past: whoever has no mouse is to be told the reason too.
  return (
    <button type="button" className="button suggestion" aria-disabled="true">
      {words}
      <span className="task-reason">{t('taskNeedsModel')}</span>
    </button>
  );
}
