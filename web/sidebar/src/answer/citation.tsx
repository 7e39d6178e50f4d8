import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { ReadableSource } from '../../../shared/api/types.ts';
import { placeText } from '../../../shared/documents/place-text.ts';
import { glimpseOf } from '../../../shared/documents/preview-text.ts';
import { type T, useLanguage } from '../language.ts';
import type { SourceActions } from './source-list.tsx';

/** Time that the pointer rests on a chip before its card comes. */
const delayMs = 300;
/** Of a passage, what a card shows. */
const quoteCharacters = 280;

/** The chip of a source in an answer. It opens the passage; under the pointer, or with the focus, a card says what it is. */
export function Citation({
  source,
  actions,
}: {
  readonly source: ReadableSource;
  readonly actions: SourceActions;
}) {
  const { t, date } = useLanguage();
  const { n, document, passage, changed } = source;
  const quote = glimpseOf(passage.text);
  // A file that nobody keeps stands in no space.
  const isPrivate = document.space === '';
  return (
    <TooltipTrigger delay={delayMs} closeDelay={100}>
      <Button
        className="citation"
        data-n={n}
        aria-label={[sourceName(source, t), changed ? t('sourceChanged') : ''].filter(Boolean).join(', ')}
        onPress={() => actions.onOpen(source)}
      >
        [{n}]
      </Button>
      <Tooltip className="source-card" placement="top" offset={6}>
        <strong lang={document.language}>{document.title}</strong>
        <span className="muted">
          {[
            isPrivate ? '' : actions.spaceTitle(document.space),
            passage.place === null ? '' : placeText(passage.place, t),
            isPrivate ? '' : t('versionOf', { version: document.version, date: date(document.modifiedAt) }),
            changed ? t('sourceChanged') : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <q lang={document.language}>
          {quote.length > quoteCharacters ? `${quote.slice(0, quoteCharacters).trimEnd()}…` : quote}
        </q>
      </Tooltip>
    </TooltipTrigger>
  );
}

/** What pressing the number of a source does, in full. */
function sourceName({ n, document, passage }: ReadableSource, t: T): string {
  const { title } = document;
  return passage.place === null
    ? t('openSource', { n, title })
    : t('openSourceAt', { n, title, place: placeText(passage.place, t) });
}
