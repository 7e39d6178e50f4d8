import { useMemo, useRef } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { flushSync } from 'react-dom';
import type { Client } from '../../../shared/api/client.ts';
import type { Space, WorkDocument } from '../../../shared/api/types.ts';
import { useFileDrop } from '../../../shared/documents/use-file-drop.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from '../language.ts';
import { buildFolderTree } from './folder-tree.ts';
import { FolderView } from './folder-view.tsx';
import { UploadList } from './upload-list.tsx';
import { useDocuments } from './use-documents.ts';
import { useUploads } from './use-uploads.ts';

/** One space: its documents by folder, and the way to add some. */
export function SpaceView({
  client,
  space,
  onOpen,
}: {
  readonly client: Client;
  readonly space: Space;
  readonly onOpen: (document: WorkDocument) => void;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const { documents, isLoading, problem, reload, loadMore, upsert, forget } = useDocuments(client, space.id);
  const { uploads, send, dismiss, forgetDocument } = useUploads(client, space.id, upsert);
  const { isOver, handlers } = useFileDrop(send);
  const title = useRef<HTMLHeadingElement>(null);
  const tree = useMemo(() => buildFolderTree(documents), [documents]);

  const remove = async (document: WorkDocument) => {
    await client.removeDocument(document.id);
    // At once: the row and its dialog are gone, and the focus goes on from the space's title.
    flushSync(() => {
      forgetDocument(document.id);
      forget(document.id);
    });
    title.current?.focus();
    announce(t('removed', { title: document.title }));
  };

  const dismissed = (key: number) => {
    dismiss(key);
    // Its button is gone with it.
    title.current?.focus();
  };

  return (
    <section className="space" aria-labelledby="space-title" data-drop={isOver} {...handlers}>
      <header className="space-header">
        <div>
          <h2 id="space-title" ref={title} tabIndex={-1}>
            {space.title}
          </h2>
          <p className="muted">
            {t('documentCount', { count: documents.length })} ·{' '}
            {t('sensitivity', { value: space.sensitivity })}
          </p>
        </div>
        <div className="add">
          <FileTrigger allowsMultiple onSelect={(files) => files && void send([...files])}>
            <Button className="button">{t('addFiles')}</Button>
          </FileTrigger>
          <span className="muted drop-hint">{isOver ? t('dropNow') : t('dropHere')}</span>
        </div>
      </header>
      <UploadList uploads={uploads} documents={documents} onDismiss={dismissed} />
      {problem === null ? null : <ProblemText problem={problem} onRetry={reload} />}
      <FolderView folder={tree} onOpen={onOpen} onRemove={remove} />
      {isLoading ? <p className="muted">{t('loading')}</p> : null}
      {!isLoading && problem === null && documents.length === 0 ? <p>{t('noDocument')}</p> : null}
      {loadMore === null ? null : (
        <Button className="button" onPress={loadMore}>
          {t('moreDocuments')}
        </Button>
      )}
    </section>
  );
}
