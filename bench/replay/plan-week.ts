import { seededRandom } from '../index/synthetic-corpus.ts';
import type { Format } from './make-file.ts';

/**
 * What a week looks like, of which nobody has measured ours: it is assumed. Of 100 documents that are read, so many are new
 * versions; beside these, so many are moved and so many deleted, which reads nothing.
 */
export const week = {
  edited: 0.35,
  moved: 0.1,
  deleted: 0.05,
  /** Of the files, as an office has them. */
  formats: { docx: 0.3, pdf: 0.3, odt: 0.07, xlsx: 0.1, html: 0.05, md: 0.03, eml: 0.1, txt: 0.05 },
  /** Of the files, those that are real ones of others as they are, some of them scans or with hundreds of pages. */
  real: 0.02,
} as const satisfies { readonly formats: Readonly<Record<Format, number>> } & Record<string, unknown>;

/** One thing that happens to a document. `real`: a place (0–1) among the real files. */
export type Step =
  | {
      readonly kind: 'read';
      readonly number: number;
      readonly version: number;
      readonly format: Format;
      readonly real: number | null;
    }
  | { readonly kind: 'moved' | 'deleted'; readonly number: number };

/**
 * A week in which so many documents are read, in order. What changes was read long before, `apart` readings and moves ago at least,
 * so that no version overtakes another.
 */
export function planWeek(reads: number, { apart, seed = 1 }: { apart: number; seed?: number }): Step[] {
  const random = seededRandom(seed);
  const steps: Step[] = [];
  const known: { readonly number: number; readonly format: Format; version: number }[] = [];
  // Numbers of the documents, in the order of their last reading or move.
  const settled: number[] = [];
  const takeSettled = () => {
    const among = settled.length - apart;
    return among > 0 ? settled.splice(Math.floor(random() * among), 1)[0] : undefined;
  };
  for (let at = 0; at < reads; at += 1) {
    const edited = random() < week.edited ? takeSettled() : undefined;
    const document = edited === undefined ? null : known[edited];
    const number = document?.number ?? known.length;
    const format = document?.format ?? formatAt(random());
    const version = (document?.version ?? 0) + 1;
    if (document) document.version = version;
    else known.push({ number, format, version });
    const real = random() < week.real ? random() : null;
    steps.push({ kind: 'read', number, version, format, real });
    settled.push(number);
    for (const kind of ['moved', 'deleted'] as const) {
      const other = random() < week[kind] ? takeSettled() : undefined;
      if (other === undefined) continue;
      steps.push({ kind, number: other });
      if (kind === 'moved') settled.push(other);
    }
  }
  return steps;
}

function formatAt(place: number): Format {
  let sum = 0;
  for (const [format, share] of Object.entries(week.formats)) {
    sum += share;
    if (place < sum) return format as Format;
  }
  return 'txt';
}
