import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** A native table that becomes cards where its columns do not fit: a column that has to be scrolled to is one that nobody knows of. */
export function FittingTable({
  look = '',
  children,
}: {
  /** Another class of it. */
  readonly look?: string;
  readonly children: ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const isCards = useCards(scroller);
  return (
    <div className="table-scroll" data-cards={isCards} ref={scroller}>
      <table className={`table ${look}`.trim()}>{children}</table>
    </div>
  );
}

/** Below this width no table is read with ease, even when it fits. */
const leastRem = 44;

function useCards(scroller: RefObject<HTMLElement | null>): boolean {
  const [isCards, setCards] = useState(false);
  useLayoutEffect(() => {
    const box = scroller.current;
    const table = box?.firstElementChild;
    if (!box || !table) return;
    /** The width that the columns needed when they did not fit last. */
    let neededPx = 0;
    let isNow = false;
    const look = () => {
      const leastPx = leastRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      if (!isNow && box.scrollWidth > box.clientWidth) neededPx = box.scrollWidth;
      isNow = box.clientWidth < Math.max(leastPx, neededPx);
      setCards(isNow);
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(box);
    watch.observe(table);
    return () => watch.disconnect();
  }, [scroller]);
  return isCards;
}
