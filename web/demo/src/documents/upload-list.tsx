import { useEffect, useRef } from 'react';
import { Button, ProgressBar } from 'react-aria-components';
import type { WorkDocument } from '../../../shared/api/types.ts';
import { isFindable, isMoving, stateText } from '../../../shared/documents/document-facts.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import type { T } from '../language.ts';
import { useLanguage } from '../language.ts';
import type { Upload } from './use-uploads.ts';

/** The files added since the space was opened, each followed until it can be found or is known to be unreadable. */
export function UploadList({
  uploads,
  documents,
  onDismiss,
}: {
  readonly uploads: readonly Upload[];
  readonly documents: readonly WorkDocument[];
  readonly onDismiss: (key: number) => void;
}) {
  const { t } = useLanguage();
  if (uploads.length === 0) return null;
  return (
    <section className="uploads" aria-label={t('uploads')}>
      <ul>
        {uploads.map((upload) => (
          <UploadItem
            key={upload.key}
            upload={upload}
            document={
              upload.status === 'received' ? documents.find(({ id }) => id === upload.documentId) : undefined
            }
            onDismiss={() => onDismiss(upload.key)}
          />
        ))}
      </ul>
    </section>
  );
}

function UploadItem({
  upload,
  document,
  onDismiss,
}: {
  readonly upload: Upload;
  readonly document: WorkDocument | undefined;
  readonly onDismiss: () => void;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const sentence = describe(upload, document, t);
  const told = useRef('');
  useEffect(() => {
    if (told.current === sentence) return;
    told.current = sentence;
    announce(sentence);
  }, [sentence, announce]);

  const isBusy = upload.status === 'sending' || (document !== undefined && isMoving(document));
  return (
    <li className="upload" data-status={upload.status}>
      <span className="upload-text">{sentence}</span>
      {upload.status === 'sending' ? (
        <ProgressBar className="progress" aria-label={sentence} value={upload.share * 100}>
          {({ percentage }) => <progress aria-hidden="true" max={100} value={percentage ?? 0} />}
        </ProgressBar>
      ) : null}
      {upload.status === 'failed' ? <ProblemText problem={upload.problem} /> : null}
      {upload.status === 'received' && document !== undefined && !isFindable(document) ? (
        <span className="muted">{document.reason?.text ?? stateText(document, t)}</span>
      ) : null}
      {isBusy ? null : (
        <Button className="button quiet" onPress={onDismiss}>
          {t('close')}
        </Button>
      )}
    </li>
  );
}

function describe(upload: Upload, document: WorkDocument | undefined, t: T): string {
  const { name } = upload;
  if (upload.status === 'sending') return t('sending', { name });
  if (upload.status === 'failed') return t('uploadFailed', { name });
  // Deleted since: what is true is that it was received.
  if (document === undefined || isMoving(document)) return t('sent', { name });
  return isFindable(document) ? t('ready', { name }) : t('notReadable', { name });
}
