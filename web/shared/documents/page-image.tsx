import { useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../api/client.ts';
import { isAbort, toProblem } from '../api/problem.ts';
import type { Problem } from '../api/types.ts';
import { useLanguage } from '../interface/language.tsx';
import { ProblemText } from '../interface/problem-text.tsx';

/** Wide enough for sharp text on the screens that show it at most 720 points wide. */
const widthPixels = 1_200;

/**
 * A button that shows the pages of a text as they were laid out, one at a time. Their text stands beside them, so the
 * pictures say nothing new.
 */
export function PageImage({
  client,
  documentId,
  first,
  last,
  opening,
}: {
  readonly client: Client;
  readonly documentId: string;
  readonly first: number;
  readonly last: number;
  /** The page to begin with. */
  readonly opening: number;
}) {
  const { t } = useLanguage();
  const [isShown, setShown] = useState(false);
  const [page, setPage] = useState(opening);
  const picture = useId();
  const turn = (to: number, label: string) => (
    <Button
      className="button page-image-button"
      isDisabled={to < first || to > last}
      onPress={() => setPage(to)}
    >
      {label}
    </Button>
  );
  return (
    <>
      <Button
        className="button page-image-button"
        aria-expanded={isShown}
        aria-controls={picture}
        onPress={() => setShown(!isShown)}
      >
        {isShown ? t('hidePage', { page }) : t('showPage', { page })}
      </Button>
      {isShown && first < last ? (
        <>
          {turn(page - 1, t('pageBefore'))}
          {turn(page + 1, t('pageAfter'))}
        </>
      ) : null}
      <div id={picture} className="page-image" hidden={!isShown}>
        {isShown ? <Picture key={page} client={client} documentId={documentId} page={page} /> : null}
      </div>
    </>
  );
}

function Picture({
  client,
  documentId,
  page,
}: {
  readonly client: Client;
  readonly documentId: string;
  readonly page: number;
}) {
  const { t } = useLanguage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | Problem>('loading');
  useEffect(() => {
    const controller = new AbortController();
    draw(client.pageImage(documentId, page, widthPixels, { signal: controller.signal }), canvas.current).then(
      () => setState('ready'),
      (error: unknown) => {
        if (!isAbort(error)) setState(toProblem(error));
      },
    );
    return () => controller.abort();
  }, [client, documentId, page]);
  return (
    <>
      {state === 'loading' ? <p className="muted">{t('loading')}</p> : null}
      {typeof state === 'object' ? <ProblemText problem={state} /> : null}
      <canvas ref={canvas} role="img" aria-label={t('pageImage', { page })} hidden={state !== 'ready'} />
    </>
  );
}

// Drawn, not linked: no address of a picture is ever made, so the content policy allows none.
async function draw(image: Promise<Blob>, canvas: HTMLCanvasElement | null): Promise<void> {
  const bitmap = await createImageBitmap(await image);
  if (canvas === null) return;
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
}
