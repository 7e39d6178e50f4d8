import Papa from 'papaparse';

/** In the order in which one is believed where several fit alike. */
const delimiters = [';', '\t', '|', ',', '\u001E', '\u001F'] as const;
const judgedRows = 50;
const judgedCharacters = 64 * 1024;
/** Of the rows: a delimiter that fewer of them agree on does not contradict the comma. */
const shareAgreed = 0.5;

type Candidate = {
  readonly delimiter: string;
  /** Share of the rows that have the most frequent number of cells. */
  readonly share: number;
  readonly cells: number;
};

/**
 * The delimiter of a file: the one that cuts most of its first rows into the same number of cells, whatever stands in
 * titles above them. `null` when none cuts any row.
 */
export function delimiterOf(text: string): string | null {
  const sample = text.slice(0, judgedCharacters);
  const candidates = delimiters
    .map((delimiter) => candidateOf(delimiter, sample))
    .filter(({ share }) => share > 0);
  const others = candidates.filter(({ delimiter, share }) => delimiter !== ',' && share >= shareAgreed);
  const rivals = others.length > 0 && hasCommasOfText(sample) ? others : candidates;
  const [best] = rivals.toSorted((one, other) => other.share - one.share || other.cells - one.cells);
  return best?.delimiter ?? null;
}

function candidateOf(delimiter: string, sample: string): Candidate {
  const { data, errors } = Papa.parse<string[]>(sample, {
    delimiter,
    header: false,
    skipEmptyLines: true,
    preview: judgedRows,
  });
  // A quote that opens a cell and is not closed before its delimiter is a sign of another delimiter.
  const misread = new Set(errors.map(({ row }) => row));
  const counts = new Map<number, number>();
  for (const [row, { length }] of data.entries())
    if (length > 1 && !misread.has(row)) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [[cells, rows] = [0, 0]] = [...counts].toSorted((one, other) => other[1] - one[1]);
  return { delimiter, share: data.length === 0 ? 0 : rows / data.length, cells };
}

/** True when most commas are those of « 4,60 € » or of a sentence: in French files, `;` or a tab delimits around them. */
function hasCommasOfText(sample: string): boolean {
  const commas = sample.match(/,/g)?.length ?? 0;
  const ofText = sample.match(/(?<=\d),(?=\d)|,(?= )/g)?.length ?? 0;
  return ofText > commas / 2;
}
