const strong = '\x1b[1m';
const usual = '\x1b[22m';

/** Shows `**words**` of a text that comes in pieces in strong letters, as terminals do (ECMA-48, SGR). */
export function createStrongText() {
  let isStrong = false;
  let held = '';
  return {
    push: (piece: string): string => {
      const text = held + piece;
      // The other asterisk may come with the next piece.
      held = /(?<!\*)\*$/.exec(text)?.[0] ?? '';
      return text.slice(0, text.length - held.length).replaceAll('**', () => {
        isStrong = !isStrong;
        return isStrong ? strong : usual;
      });
    },
    finish: (): string => `${held}${isStrong ? usual : ''}`,
  };
}
