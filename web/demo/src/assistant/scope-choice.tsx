import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { AskScope } from '../../../shared/api/types.ts';
import { useLanguage } from '../interface/language.tsx';

/** How far a question looks. */
export type ScopeName = 'everything' | 'space' | 'document';

/** What is on screen, to which a question can be held. */
export type PageContext = { readonly spaceId: string | null; readonly documentId: string | null };

/** The scope that the API understands; a choice that no longer exists on screen means everything. */
export function scopeOf(name: ScopeName, context: PageContext): AskScope {
  if (name === 'document' && context.documentId !== null) return { documents: [context.documentId] };
  if (name === 'space' && context.spaceId !== null) return { spaces: [context.spaceId] };
  return {};
}

/** The choice between everything, the shown space and the open document. */
export function ScopeChoice({
  value,
  context,
  onChange,
}: {
  readonly value: ScopeName;
  readonly context: PageContext;
  readonly onChange: (name: ScopeName) => void;
}) {
  const { t } = useLanguage();
  const names: readonly ScopeName[] = ['everything', 'space', 'document'];
  const isAbsent = (name: ScopeName) =>
    (name === 'document' && context.documentId === null) || (name === 'space' && context.spaceId === null);
  return (
    <RadioGroup
      className="scope"
      orientation="horizontal"
      value={isAbsent(value) ? 'everything' : value}
      onChange={(name) => onChange(names.find((one) => one === name) ?? 'everything')}
    >
      <Label>{t.scope}</Label>
      <div className="scope-options">
        {names
          .filter((name) => !isAbsent(name))
          .map((name) => (
            <Radio key={name} value={name} className="scope-option">
              {t.scopes[name]}
            </Radio>
          ))}
      </div>
    </RadioGroup>
  );
}
