import { Button } from 'react-aria-components';
import type { OfferedTask as Offer } from '../../../shared/api/types.ts';
import { useLanguage } from '../language.ts';
import { type TaskName, type TaskRequest, tasks } from './task.ts';

/** The task that a question asked for: to be run at once where its documents are known, else to choose them. */
export function OfferedTask({
  offer: { task, documents, instruction },
  isDisabled,
  onRun,
  onChoose,
}: {
  readonly offer: Offer;
  readonly isDisabled: boolean;
  readonly onRun: (request: TaskRequest) => void;
  readonly onChoose: (task: TaskName) => void;
}) {
  const { t } = useLanguage();
  const name = t(`tasks.${task}.name`);
  const titles = documents.map(({ title }) => t('quoted', { text: title })).join(', ');
  const isKnown = documents.length >= tasks[task].least;
  return (
    <div className="offers">
      <p className="muted">{t('wholeDocuments', { count: tasks[task].least })}</p>
      <Button
        className="button"
        isDisabled={isDisabled}
        onPress={() => (isKnown ? onRun({ task, documents, instruction }) : onChoose(task))}
      >
        {isKnown ? t('offerTask', { task: name, titles }) : t('offerTaskToChoose', { task: name })}
      </Button>
    </div>
  );
}
