/** Prints the exchange around an element, alone: a browser prints a whole page, of which the styles then leave the rest out. */
export function printTurn(element: Element): void {
  const turn = element.closest('.turn');
  if (turn === null) return;
  turn.setAttribute('data-printed', '');
  addEventListener('afterprint', () => turn.removeAttribute('data-printed'), { once: true });
  print();
}
