import type { ReactNode } from 'react';
import { Button, Form } from 'react-aria-components';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../shared/interface/use-act.ts';

/** Fields and the button that sends them, once at a time; what went wrong stands above the button. */
export function ActForm({
  submit,
  onSubmit,
  isReady = true,
  isNarrow = false,
  children,
}: {
  /** The text of the button. */
  readonly submit: string;
  readonly onSubmit: () => Promise<void>;
  /** False while something is missing that the browser does not check. */
  readonly isReady?: boolean;
  readonly isNarrow?: boolean;
  readonly children: ReactNode;
}) {
  const { run, isRunning, problem } = useAct();
  return (
    <Form
      className={isNarrow ? 'form narrow' : 'form'}
      onSubmit={(event) => {
        event.preventDefault();
        // Enter in a field asks again although the button is pending.
        if (!isRunning) void run(onSubmit);
      }}
    >
      {children}
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      <div className="actions start">
        <Button type="submit" className="button primary" isPending={isRunning} isDisabled={!isReady}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
