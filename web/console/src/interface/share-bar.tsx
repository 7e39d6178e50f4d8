/** How much of the most a row has, as a bar beside its number, which alone says it to readers of screens. */
export function ShareBar({
  share,
  words,
  tone = 'plain',
}: {
  /** 0–1. */
  readonly share: number;
  readonly words: string;
  readonly tone?: 'plain' | 'busy' | 'bad';
}) {
  return (
    <span className="share">
      <span>{words}</span>
      <span className="bar" aria-hidden="true">
        <span
          className="bar-fill"
          data-tone={tone}
          style={{ inlineSize: `${100 * Math.min(1, Math.max(0, share))}%` }}
        />
      </span>
    </span>
  );
}
