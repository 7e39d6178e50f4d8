import type { ReactNode } from 'react';

export type FigureTone = 'plain' | 'busy' | 'bad';

/** The few numbers of a page that matter most. */
export function Figures({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className="figures" aria-label={label}>
      {children}
    </dl>
  );
}

export function Figure({
  name,
  value,
  note,
  tone = 'plain',
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: FigureTone;
}) {
  return (
    <div className="figure" data-tone={tone}>
      <dt>{name}</dt>
      <dd>
        {value} {note === undefined ? null : <span className="muted">{note}</span>}
      </dd>
    </div>
  );
}
