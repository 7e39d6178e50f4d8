import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ReadableSource } from '../../../shared/api/types.ts';
import { placeText } from '../../../shared/documents/place-text.ts';
import { useLanguage } from '../language.ts';

/** The passage that an answer cites, in full: there is no document to open around it. */
export function PassageDialog({
  source,
  onClose,
}: {
  readonly source: ReadableSource | null;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  if (source === null) return null;
  const { document, passage } = source;
  const where = [
    passage.place === null ? '' : placeText(passage.place, t),
    ...passage.headings.filter((heading) => heading !== document.title),
  ];
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title" level={2}>
            {document.title}
          </Heading>
          <p className="muted">{where.filter(Boolean).join(' › ')}</p>
          <p className="passage" lang={document.language}>
            {passage.text}
          </p>
          <div className="actions">
            <Button className="button" autoFocus onPress={onClose}>
              {t('close')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
