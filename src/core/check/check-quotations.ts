import type { Evidence } from './evidence.ts';
import type { Quotation } from './quotations-in.ts';
import type { Finding } from './verdict.ts';

/** Quotations that stand word for word neither in one of the passages nor in the question. */
export function checkQuotations(
  quotations: readonly Quotation[],
  evidences: readonly Evidence[],
  asked: string,
): Finding[] {
  return quotations
    .filter(({ pieces }) => !pieces.every((piece) => isIn(asked, piece)))
    .filter(({ pieces }) => !evidences.some(({ plain }) => pieces.every((piece) => isIn(plain, piece))))
    .map(({ said }) => ({ kind: 'quotation', said }));
}

function isIn(plain: string, piece: string): boolean {
  return plain.includes(` ${piece} `);
}
