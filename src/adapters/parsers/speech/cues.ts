/** What subtitles show at one time: lines as written, marks included. Times are in seconds. */
export type Cue = {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly lines: readonly string[];
};

const timing =
  /^\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)\s*-->\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)/;

/**
 * The cues of subtitles, in the order of the file. Lines of times decide alone, so that commas for points, missing numbers
 * and missing blank lines cost nothing. In WebVTT (`blankEnds`) a blank line ends a cue, and notes and styles after it are
 * left out; SubRip files have blank lines inside cues.
 */
export function readCues(text: string, { blankEnds }: { readonly blankEnds: boolean }): Cue[] {
  const lines = text.split(/\r\n?|\n/);
  const starts = lines.flatMap((line, index) => {
    const match = line.includes('-->') ? timing.exec(line) : null;
    return match === null ? [] : [{ index, from: secondsOf(match[1]), to: secondsOf(match[2]) }];
  });
  return starts.map(({ index, from, to }, place) => {
    const next = starts[place + 1]?.index ?? lines.length;
    const inside = lines.slice(index + 1, next);
    const shown = blankEnds ? untilBlank(inside) : withoutNumber(inside, next < lines.length);
    return {
      fromSeconds: from,
      toSeconds: Math.max(from, to),
      lines: shown.map((line) => line.trim()).filter((line) => line !== ''),
    };
  });
}

// A line with a space in it is no blank line: rolling captions hold some.
function untilBlank(lines: readonly string[]): readonly string[] {
  const blank = lines.indexOf('');
  return blank === -1 ? lines : lines.slice(0, blank);
}

// The number that stands above the next line of times.
function withoutNumber(lines: readonly string[], beforeCue: boolean): readonly string[] {
  return beforeCue && /^\s*\d+\s*$/.test(lines.at(-1) ?? '') ? lines.slice(0, -1) : lines;
}

function secondsOf(time = ''): number {
  const [seconds = 0, minutes = 0, hours = 0] = time.replace(',', '.').split(':').map(Number).reverse();
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000) / 1000;
}
