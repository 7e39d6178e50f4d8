import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { toProblem } from '../api/problem.ts';
import type { Problem } from '../api/types.ts';
import { useLanguage } from './language.tsx';
import { ProblemText } from './problem-text.tsx';

/**
 * A button that asks first, to delete unless `text` and `action` say otherwise. `onConfirm` does the work: the dialog stays open and shows the error when it throws.
 * Escape cancels and the focus returns to the button.
 */
export function ConfirmButton({
  label,
  question,
  consequence,
  onConfirm,
  text,
  action,
}: {
  readonly label: string;
  readonly question: string;
  readonly consequence: string;
  readonly onConfirm: () => Promise<void>;
  readonly text?: string;
  readonly action?: string;
}) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const change = (open: boolean) => {
    setOpen(open);
    setProblem(null);
  };
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
      setOpen(false);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      <Button className="button quiet danger" aria-label={label} onPress={() => change(true)}>
        {text ?? t('remove')}
      </Button>
      <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={change} isDismissable>
        <Modal className="modal">
          <Dialog role="alertdialog" className="dialog">
            <Heading slot="title" level={2}>
              {question}
            </Heading>
            <p>{consequence}</p>
            {problem === null ? null : <ProblemText problem={problem} />}
            <div className="actions">
              <Button className="button" autoFocus onPress={() => change(false)}>
                {t('cancel')}
              </Button>
              <Button className="button primary danger" isDisabled={isPending} onPress={confirm}>
                {action ?? t('remove')}
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
