import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../api/client.ts';
import { toProblem } from '../api/problem.ts';
import type { Preview, Problem, WorkDocument } from '../api/types.ts';
import { useLanguage } from '../interface/language.tsx';
import { ProblemText } from '../interface/problem-text.tsx';
import { saveFile } from '../interface/save-file.ts';
import { isFindable, kindText, sizeText, stateText } from './document-facts.ts';
import { PreviewSections } from './preview-sections.tsx';
import { type OpenedDocument, usePreview } from './use-preview.ts';

/**
 * An open document. The focus goes to its title, or to the cited passage, which is also brought into view; the page gives it
 * back to where it came from when the document is closed.
 */
export function DocumentView({
  client,
  opened,
  spaceTitle,
  onClose,
}: {
  readonly client: Client;
  readonly opened: OpenedDocument;
  readonly spaceTitle: (id: string) => string;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const state = usePreview(client, opened);
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (state.status === 'loading') return;
    const mark = article.current?.querySelector<HTMLElement>('.cited');
    const target = mark ?? article.current?.querySelector<HTMLElement>('h2');
    target?.setAttribute('tabindex', '-1');
    target?.focus({ preventScroll: true });
    if (mark) mark.scrollIntoView({ block: 'center' });
    else article.current?.scrollIntoView({ block: 'start' });
  }, [state]);

  return (
    <article className="document" ref={article}>
      <div className="document-bar">
        <Button className="button" onPress={onClose}>
          {t('closeDocument')} <span className="key">{t('escapeKey')}</span>
        </Button>
        {state.status === 'ready' ? <Download client={client} document={state.preview.document} /> : null}
      </div>
      {state.status === 'loading' ? <p className="muted">{t('loading')}</p> : null}
      {state.status === 'failed' ? (
        <>
          <h2>{t('noPreview')}</h2>
          <ProblemText problem={state.problem} />
        </>
      ) : null}
      {state.status === 'ready' ? (
        <Opened
          client={client}
          preview={state.preview}
          isPassageAsked={opened.passageId !== null}
          spaceTitle={spaceTitle(state.preview.document.space)}
        />
      ) : null}
    </article>
  );
}

function Opened({
  client,
  preview,
  isPassageAsked,
  spaceTitle,
}: {
  readonly client: Client;
  readonly preview: Preview;
  readonly isPassageAsked: boolean;
  readonly spaceTitle: string;
}) {
  const { t, language, date } = useLanguage();
  const { document, sections, passage } = preview;
  return (
    <>
      <h2 lang={document.language}>{document.title}</h2>
      <p className="facts">
        <span>{spaceTitle}</span>
        <span className="kind">{kindText(document)}</span>
        <span>{sizeText(document.bytes, language)}</span>
        {document.pages === null ? null : <span>{t('pageCount', { count: document.pages })}</span>}
        {document.author === null ? null : <span>{t('author', { name: document.author })}</span>}
        <span>{t('modifiedAt', { date: date(document.modifiedAt) })}</span>
        <span>{t('version', { version: document.version })}</span>
        {isFindable(document) ? null : (
          <span className="state" data-tone="bad">
            {stateText(document, t)}
          </span>
        )}
      </p>
      {document.reason === null ? null : <p className="reason">{document.reason.text}</p>}
      <ReadingNotes document={document} />
      {isPassageAsked && passage === null && sections.length > 0 ? (
        <p className="notice">{t('passageGone')}</p>
      ) : null}
      {sections.length === 0 ? (
        // Why there is none stands above already.
        document.reason === null ? (
          <p>{t('noPreview')}</p>
        ) : null
      ) : (
        <PreviewSections client={client} preview={preview} />
      )}
    </>
  );
}

/** What is to be known of how the document was read: hidden text, recognised pages, marks of sensitivity. */
function ReadingNotes({ document }: { readonly document: WorkDocument }) {
  const { t } = useLanguage();
  if (document.warnings.length === 0) return null;
  const names = document.labels.map(({ name }) => name).join(', ');
  return (
    <section className="reading-notes" aria-label={t('readingNotes')}>
      <ul>
        {document.warnings.map(({ code, text }) => (
          <li key={code}>
            {text} {code === 'sensitivity-label' && names !== '' ? t('labels', { names }) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Download({ client, document }: { readonly client: Client; readonly document: WorkDocument }) {
  const { t } = useLanguage();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const download = async () => {
    setPending(true);
    setProblem(null);
    try {
      saveFile(document.path.split('/').pop() ?? document.title, await client.content(document.id));
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <Button className="button" isPending={isPending} onPress={download}>
        {t('download')}
      </Button>
      {problem === null ? null : <ProblemText problem={problem} />}
    </>
  );
}
