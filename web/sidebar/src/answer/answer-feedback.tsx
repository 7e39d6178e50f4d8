import { useEffect, useRef, useState } from 'react';
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Label,
  TextArea,
  TextField,
  ToggleButton,
} from 'react-aria-components';
import { toProblem } from '../../../shared/api/problem.ts';
import type { Feedback, FeedbackReason, Problem } from '../../../shared/api/types.ts';
import { ConfirmButton } from '../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useTold } from '../../../shared/interface/use-told.ts';
import { useLanguage } from '../language.ts';

/** As the server bounds it. */
const commentCharacters = 2_000;

/** Reasons to choose from; « je ne devrais pas voir ça » has a button of its own. */
const reasons = ['wrong', 'outdated', 'incomplete', 'off-topic', 'source-does-not-say'] as const;

/**
 * Whether an answer was useful, why not, and « je ne devrais pas voir ça ». A press says it at once, the same press again
 * takes it back; reasons follow when they are sent, and are shown again to be changed before they are taken back. A report stays
 * with the administrators whatever else is taken back.
 */
export function AnswerFeedback({
  said,
  onSay,
}: {
  readonly said: Feedback | null;
  readonly onSay: (feedback: Feedback | null) => Promise<void>;
}) {
  const { t } = useLanguage();
  const [told, announce] = useTold();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [wasSent, setWasSent] = useState(false);
  const isReported = wasSent || (said?.reasons.includes('should-not-see') ?? false);
  /** The last that was said in detail: the form starts from it, also after it was taken back. */
  const [detailed, setDetailed] = useState(said);
  const opener = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLParagraphElement>(null);
  const wasReported = useRef(isReported);
  useEffect(() => {
    // The button and its dialog are gone: the focus goes on from what stands in their place.
    if (isReported && !wasReported.current) requestAnimationFrame(() => note.current?.focus());
    wasReported.current = isReported;
  }, [isReported]);

  const say = async (feedback: Feedback | null, sentence: string) => {
    setProblem(null);
    try {
      await onSay(feedback);
      announce(sentence);
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  const press = (useful: boolean) => (isSelected: boolean) => {
    if (!isSelected && !useful && !isAsking && said !== null && hasDetails(said)) return setAsking(true);
    setAsking(isSelected && !useful);
    return isSelected
      ? say({ useful, reasons: isReported ? ['should-not-see'] : [] }, t('feedbackThanks'))
      : say(null, t('feedbackWithdrawn'));
  };
  return (
    <div className="feedback">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame around two buttons. */}
      <div className="feedback-buttons" role="group" aria-label={t('feedback')}>
        <ToggleButton className="button quiet" isSelected={said?.useful === true} onChange={press(true)}>
          {t('useful')}
        </ToggleButton>
        <ToggleButton
          ref={opener}
          className="button quiet"
          isSelected={said?.useful === false}
          onChange={press(false)}
        >
          {t('notUseful')}
        </ToggleButton>
        {isReported ? (
          <p className="muted" ref={note} tabIndex={-1}>
            {t('reported')}
          </p>
        ) : (
          <ConfirmButton
            text={t('shouldNotSee')}
            question={t('shouldNotSeeAsk')}
            consequence={t('shouldNotSeeWhat')}
            action={t('shouldNotSeeSend')}
            onConfirm={async () => {
              const others = said?.reasons ?? [];
              const comment = said?.comment === undefined ? {} : { comment: said.comment };
              await onSay({ useful: false, reasons: [...others, 'should-not-see'], ...comment });
              setWasSent(true);
              announce(t('reported'));
            }}
          />
        )}
      </div>
      {told === '' || told === t('reported') ? null : <p className="muted told">{told}</p>}
      {problem === null ? null : <ProblemText problem={problem} />}
      {isAsking && said?.useful === false ? (
        <Reasons
          first={detailed}
          isReported={isReported}
          onSend={async (given) => {
            setDetailed(given);
            await say(given, t('feedbackThanks'));
            // The form goes: the focus goes on from what opened it.
            opener.current?.focus();
            setAsking(false);
          }}
        />
      ) : null}
    </div>
  );
}

const hasDetails = ({ reasons, comment }: Feedback) => reasons.length > 0 || comment !== undefined;

function Reasons({
  first,
  isReported,
  onSend,
}: {
  /** What was said before, to start from. */
  readonly first: Feedback | null;
  readonly isReported: boolean;
  readonly onSend: (feedback: Feedback) => Promise<void>;
}) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<readonly string[]>(first?.reasons ?? []);
  const [comment, setComment] = useState(first?.comment ?? '');
  const form = useRef<HTMLDivElement>(null);
  // It opens below the edge of the exchange.
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const send = () => {
    const why: FeedbackReason[] = reasons.filter((reason) => chosen.includes(reason));
    const words = comment.trim();
    return onSend({
      useful: false,
      reasons: isReported ? [...why, 'should-not-see'] : why,
      ...(words === '' ? {} : { comment: words }),
    });
  };
  return (
    <div className="reasons" ref={form}>
      <CheckboxGroup value={[...chosen]} onChange={setChosen} className="reason-list">
        <Label>{t('why')}</Label>
        {reasons.map((reason) => (
          <Checkbox key={reason} value={reason} className="reason">
            <span className="check" aria-hidden="true" />
            {t(`feedbackReasons.${reason}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <TextField
        value={comment}
        onChange={setComment}
        maxLength={commentCharacters}
        className="question-field"
      >
        <Label>{t('comment')}</Label>
        <TextArea rows={2} />
      </TextField>
      <p className="muted">{t('feedbackWhere')}</p>
      <Button className="button" onPress={send}>
        {t('sendReasons')}
      </Button>
    </div>
  );
}
