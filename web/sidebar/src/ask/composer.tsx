import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import type { WorkDocument } from '../../../shared/api/types.ts';
import { isFindable, stateText } from '../../../shared/documents/document-facts.ts';
import { useHost } from '../host/use-host.ts';
import { useLanguage } from '../language.ts';
import { QuestionForm } from './question-form.tsx';
import { type ScopeChoice, scopeOf } from './scope.ts';
import { ScopeNote } from './scope-note.tsx';
import { ScopeSelect } from './scope-select.tsx';
import { useDraft } from './use-draft.ts';
import { useOnline } from './use-online.ts';
import type { useScope } from './use-scope.ts';

/** Where one asks: the scope, the question, and what is to be known before sending it. */
export function Composer({
  client,
  scope,
  isBegun,
  isStreaming,
  lastQuestion,
  onAsk,
  onStop,
  onTask,
  onKeys,
}: {
  readonly client: Pick<Client, 'document' | 'scope'>;
  readonly scope: ReturnType<typeof useScope>;
  /** Something was asked: each answer tells where it looked. */
  readonly isBegun: boolean;
  readonly isStreaming: boolean;
  readonly lastQuestion: string | null;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
  readonly onTask: () => void;
  readonly onKeys: () => void;
}) {
  const { t } = useLanguage();
  const { context } = useHost();
  const [draft, setDraft] = useDraft(context.personKey ?? null);
  const isOnline = useOnline();
  return (
    <div className="composer">
      {isOnline ? null : (
        <p className="notice" role="alert">
          {t('offline')}
        </p>
      )}
      <DocumentNote client={client} scope={scope.name} documentId={context.documentId ?? null} />
      {context.selection ? (
        <Button
          className="button quiet selection"
          onPress={() => setDraft(t('explainSelection', { text: context.selection ?? '' }))}
        >
          {t('askSelection')}
        </Button>
      ) : null}
      <div className="composer-tools">
        <ScopeSelect scope={scope} />
        <Button className="button quiet" onPress={onTask}>
          {t('taskShort')} <span className="key">/</span>
        </Button>
      </div>
      {isBegun ? null : <ScopeNote client={client} scope={scopeOf(scope.name, context)} />}
      <QuestionForm
        draft={draft}
        onDraft={setDraft}
        lastQuestion={lastQuestion}
        isStreaming={isStreaming}
        isBlocked={!isOnline}
        onAsk={onAsk}
        onStop={onStop}
        onCommand={onTask}
        onKeys={onKeys}
      />
    </div>
  );
}

/** Says before a question about one document that it cannot be found in yet, or never will be. */
function DocumentNote({
  client,
  scope,
  documentId,
}: {
  readonly client: Pick<Client, 'document'>;
  readonly scope: ScopeChoice;
  readonly documentId: string | null;
}) {
  const { t } = useLanguage();
  const [document, setDocument] = useState<WorkDocument | null>(null);
  useEffect(() => {
    setDocument(null);
    if (documentId === null || scope !== 'document') return;
    const controller = new AbortController();
    client.document(documentId, { signal: controller.signal }).then(setDocument, () => undefined);
    return () => controller.abort();
  }, [client, documentId, scope]);
  if (document === null || isFindable(document)) return null;
  return <p className="notice">{t('documentNotReady', { state: stateText(document, t) })}</p>;
}
