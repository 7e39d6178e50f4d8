import { type ReactNode, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useLanguage } from './language.tsx';
import { ProblemText } from './problem-text.tsx';
import { useAct } from './use-act.ts';

/**
 * A button that asks before it acts. What it asks may hold fields (`children`); the dialog stays open and shows the error when
 * `onConfirm` throws. Escape cancels and the focus returns to the button.
 */
export function ConfirmButton({
  text,
  label = text,
  question,
  consequence,
  action = text,
  tone = 'danger',
  look = 'quiet',
  isReady = true,
  onConfirm,
  children,
}: {
  readonly text: string;
  /** What the button does to which thing, where its text is too short to say it alone. */
  readonly label?: string;
  readonly question: string;
  readonly consequence: string;
  readonly action?: string;
  readonly tone?: 'danger' | 'plain';
  readonly look?: 'quiet' | 'plain';
  /** False while something that it needs is not filled in. */
  readonly isReady?: boolean;
  readonly onConfirm: () => Promise<void>;
  readonly children?: ReactNode;
}) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { run, isRunning, problem, forget } = useAct();
  const classes = (...names: readonly string[]) => names.filter((name) => name !== 'plain').join(' ');
  const change = (open: boolean) => {
    setOpen(open);
    forget();
  };
  const confirm = () =>
    run(async () => {
      await onConfirm();
      setOpen(false);
    });
  return (
    <>
      <Button className={classes('button', look, tone)} aria-label={label} onPress={() => change(true)}>
        {text}
      </Button>
      <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={change} isDismissable>
        <Modal className="modal">
          <Dialog role="alertdialog" className="dialog">
            <Heading slot="title" level={2}>
              {question}
            </Heading>
            <p>{consequence}</p>
            {children}
            {problem === null ? null : <ProblemText problem={problem} isAlert />}
            <div className="actions">
              <Button className="button" autoFocus onPress={() => change(false)}>
                {t('cancel')}
              </Button>
              <Button
                className={classes('button', 'primary', tone)}
                isPending={isRunning}
                isDisabled={!isReady}
                onPress={() => void confirm()}
              >
                {action}
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
