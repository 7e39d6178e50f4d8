import { Button, type PressEvent } from 'react-aria-components';
import { useTold } from '../../../shared/interface/use-told.ts';
import { useHost } from '../host/use-host.ts';
import { useLanguage } from '../language.ts';
import { answerAsHtml, answerAsText } from './copy-answer.ts';
import { printTurn } from './print-turn.ts';
import { readableDocuments, type Turn } from './turn.ts';
import type { TurnContext } from './turn-view.tsx';

/** What can be done with a finished answer: copied, printed, put into what the person writes, made a task, asked again. */
export function TurnActions({ turn, context }: { readonly turn: Turn; readonly context: TurnContext }) {
  const { t } = useLanguage();
  const [told, announce] = useTold();
  const { abilities, tell } = useHost();
  const { isOthersBusy, onAskAgain } = context;
  const isWritten = turn.text !== '' && !turn.masked;
  const copy = async () => {
    try {
      const blobOf = (type: string, content: string) => new Blob([content], { type });
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': blobOf('text/plain', answerAsText(turn, t)),
          'text/html': blobOf('text/html', answerAsHtml(turn, t)),
        }),
      ]);
      announce(t('copied'));
    } catch {
      announce(t('copyFailed'));
    }
  };
  const insert = () => {
    tell({ type: 'insertText', text: answerAsText(turn, t), html: answerAsHtml(turn, t) });
    announce(t('inserted'));
  };
  const createTask = () => {
    const documents = readableDocuments(turn);
    tell({ type: 'createTask', draft: { title: turn.question, text: turn.text, documents } });
    announce(t('taskOffered'));
  };
  return (
    <div className="turn-actions">
      {isWritten ? (
        <>
          <Button className="button quiet" onPress={copy}>
            {t('copy')}
          </Button>
          <Button className="button quiet" onPress={({ target }: PressEvent) => printTurn(target)}>
            {t('print')}
          </Button>
          {abilities.includes('insertText') ? (
            <Button className="button quiet" onPress={insert}>
              {t('insert')}
            </Button>
          ) : null}
          {abilities.includes('createTask') ? (
            <Button className="button quiet" onPress={createTask}>
              {t('createTask')}
            </Button>
          ) : null}
        </>
      ) : null}
      {turn.messageId === null || turn.status === 'failed' || onAskAgain === undefined ? null : (
        <Button className="button quiet" isDisabled={isOthersBusy} onPress={() => onAskAgain(turn)}>
          {turn.task === null ? t('askAgain') : t('runAgain')}
        </Button>
      )}
      {told === '' ? null : <span className="muted told">{told}</span>}
    </div>
  );
}
