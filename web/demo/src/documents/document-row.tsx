import { Button } from 'react-aria-components';
import type { WorkDocument } from '../../../shared/api/types.ts';
import {
  isFindable,
  isMoving,
  kindText,
  shortReason,
  sizeText,
  stateText,
} from '../../../shared/documents/document-facts.ts';
import { ConfirmButton } from '../../../shared/interface/confirm-button.tsx';
import { useLanguage } from '../language.ts';

/** One document in the list: its title opens it; facts and state stand below. */
export function DocumentRow({
  document,
  onOpen,
  onRemove,
}: {
  readonly document: WorkDocument;
  readonly onOpen: () => void;
  readonly onRemove: () => Promise<void>;
}) {
  const { t, language, date } = useLanguage();
  const { title, canDelete, reason } = document;
  const state = stateText(document, t);
  const tone = isFindable(document) ? 'good' : isMoving(document) ? 'busy' : 'bad';
  const isReasonShort = shortReason(document, t) !== null;
  return (
    <li className="document-row">
      <div className="document-main">
        <Button className="document-title" onPress={onOpen}>
          <span lang={document.language}>{title}</span>
        </Button>
        <p className="facts">
          <span className="kind">{kindText(document)}</span>
          <span>{sizeText(document.bytes, language)}</span>
          <span>{date(document.modifiedAt)}</span>
          <span className="state" data-tone={tone}>
            {state}
          </span>
        </p>
        {reason === null || isReasonShort ? null : <p className="reason">{reason.text}</p>}
      </div>
      {canDelete ? (
        <ConfirmButton
          text={t('remove')}
          label={t('removeDocument', { title })}
          question={t('removeDocumentAsk')}
          consequence={t('removeDocumentWhat', { title })}
          onConfirm={onRemove}
        />
      ) : null}
    </li>
  );
}
