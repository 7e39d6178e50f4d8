import type { ReactNode } from 'react';

/** A state in a word or two; its colour says nothing that the word does not. */
export function Badge({
  tone,
  children,
}: {
  readonly tone: 'good' | 'busy' | 'bad' | 'plain';
  readonly children: ReactNode;
}) {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  );
}
