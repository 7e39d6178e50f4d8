import { Button } from 'react-aria-components';
import type { ReadableSource, StoredSource } from '../../../shared/api/types.ts';
import { placeText } from '../../../shared/documents/place-text.ts';
import { glimpseOf } from '../../../shared/documents/preview-text.ts';
import { useLanguage } from '../language.ts';

/** What the assistant needs of the page around it. */
export type SourceActions = {
  readonly onOpen: (source: ReadableSource) => void;
  readonly spaceTitle: (id: string) => string;
};

/** Numbered sources: title › section, page, date, space, and how many similar texts were folded into each. */
export function SourceList({
  sources,
  actions,
}: {
  readonly sources: readonly StoredSource[];
  readonly actions: SourceActions;
}) {
  return (
    <ul className="sources">
      {sources.map((source) => (
        <SourceItem key={source.n} source={source} actions={actions} />
      ))}
    </ul>
  );
}

function SourceItem({ source, actions }: { readonly source: StoredSource; readonly actions: SourceActions }) {
  const { t, date } = useLanguage();
  if (!source.readable) {
    return (
      <li className="source">
        <span className="source-number">[{source.n}]</span> {t('sourceGone')}
      </li>
    );
  }
  const { document, passage, duplicates, n, changed } = source;
  // Of a file that nobody keeps, the space and the date say nothing.
  const isPrivate = document.space === '';
  return (
    <li className="source">
      <Button className="source-button" onPress={() => actions.onOpen(source)}>
        <span className="source-number">[{n}]</span>
        <span className="source-title" lang={document.language}>
          {[document.title, ...passage.headings.filter((heading) => heading !== document.title)].join(' › ')}
        </span>
      </Button>
      <p className="facts">
        {passage.place === null ? null : <span>{placeText(passage.place, t)}</span>}
        {passage.aside === null ? null : <span>{t(`asides.${passage.aside}`)}</span>}
        {passage.recognised === null ? null : (
          <span>{t('recognised', { percent: Math.round(passage.recognised * 100) })}</span>
        )}
        {isPrivate ? null : <span>{date(document.modifiedAt)}</span>}
        {isPrivate ? null : <span>{actions.spaceTitle(document.space)}</span>}
        {changed ? (
          <span className="state" data-tone="busy">
            {t('sourceChanged')}
          </span>
        ) : null}
        {duplicates > 0 ? <span>{t('similar', { count: duplicates })}</span> : null}
      </p>
      <blockquote className="source-quote" lang={document.language}>
        {glimpseOf(passage.text)}
      </blockquote>
    </li>
  );
}
