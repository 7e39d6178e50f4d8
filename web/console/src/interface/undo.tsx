import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../shared/interface/use-act.ts';
import { useLanguage } from './language.ts';

/** What was done, in a sentence, and how to take it back; without `undo` it is only told. */
export type Done = { readonly sentence: string; readonly undo?: () => Promise<void> };

type Tell = (done: Done) => void;

const DoneContext = createContext<Tell>(() => undefined);

/** Gives the function that tells what was done, and offers to take it back until something else is done. */
export function useDone(): Tell {
  return useContext(DoneContext);
}

/** Keeps a bar at the foot of the page with the last thing done. It has no time limit: reading takes as long as it takes. */
export function DoneProvider({ children }: { readonly children: ReactNode }) {
  const announce = useAnnounce();
  const [last, setLast] = useState<{ readonly done: Done; readonly turn: number } | null>(null);
  const tell = useCallback<Tell>(
    (done) => {
      setLast((before) => ({ done, turn: (before?.turn ?? 0) + 1 }));
      announce(done.sentence);
    },
    [announce],
  );
  const close = useCallback(() => setLast(null), []);
  const bar = useMemo(
    () => (last === null ? null : <DoneBar key={last.turn} done={last.done} onClose={close} onTold={tell} />),
    [last, close, tell],
  );
  return (
    <DoneContext value={tell}>
      {children}
      {bar}
    </DoneContext>
  );
}

function DoneBar({
  done,
  onClose,
  onTold,
}: {
  readonly done: Done;
  readonly onClose: () => void;
  readonly onTold: Tell;
}) {
  const { t } = useLanguage();
  const { run, isRunning, problem } = useAct();
  const { undo } = done;
  const next = useRef<HTMLButtonElement>(null);
  useFocusWhenLost(next);
  const closeAndReturn = () => {
    onClose();
    document.getElementById('page-title')?.focus();
  };
  return (
    <section
      className="done-bar"
      aria-label={t('interface.done')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') closeAndReturn();
      }}
    >
      <p>{done.sentence}</p>
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      {undo === undefined ? null : (
        <Button
          className="button"
          ref={next}
          isPending={isRunning}
          onPress={() =>
            run(async () => {
              await undo();
              onTold({ sentence: t('interface.undone') });
              document.getElementById('page-title')?.focus();
            })
          }
        >
          {t('interface.undo')}
        </Button>
      )}
      <Button className="button quiet" {...(undo === undefined && { ref: next })} onPress={closeAndReturn}>
        {t('close')}
      </Button>
    </section>
  );
}

const watchMs = 3_000;
const lookMs = 100;

/**
 * What was pressed may vanish with the row it stood in, once the list is read again: whoever had the focus there goes on from the
 * element of `target`. Nobody else's focus is taken.
 */
function useFocusWhenLost(target: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const looking = setInterval(() => {
      if (document.activeElement === document.body) target.current?.focus();
    }, lookMs);
    const enough = setTimeout(() => clearInterval(looking), watchMs);
    return () => {
      clearInterval(looking);
      clearTimeout(enough);
    };
  }, [target]);
}
