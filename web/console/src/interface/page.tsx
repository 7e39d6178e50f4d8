import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';

/** Whether somebody went from one page to another: the heading of the new one then takes the focus. */
export const MovedContext = createContext(false);

/** A page of the console: its heading names the tab of the browser, and takes the focus when the page is gone to. */
export function Page({
  title,
  lead,
  tools,
  children,
}: {
  readonly title: string;
  /** One or two sentences: what it is for. */
  readonly lead?: ReactNode;
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
}) {
  const hasMoved = useContext(MovedContext);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasMoved) heading.current?.focus();
  }, [hasMoved]);
  useEffect(() => {
    document.title = `${title} – Sourcier`;
  }, [title]);
  return (
    <div className="page">
      <div className="page-head">
        <h1 id="page-title" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {tools === undefined ? null : <div className="page-actions">{tools}</div>}
      </div>
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}

/** A part of a page under its own heading. */
export function Section({
  title,
  lead,
  tools,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="section" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        {tools}
      </div>
      {lead === undefined ? null : <p className="muted">{lead}</p>}
      {children}
    </section>
  );
}
