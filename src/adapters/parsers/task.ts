/** What a parser process is asked to do with the file that it is sent. */
export type Task =
  | {
      readonly task: 'read';
      /** The file's name: it only helps where bytes do not decide. */
      readonly name: string;
      /** Reads pictures of text too, by character recognition with the data in this folder; absent: text layers only. */
      readonly recognise?: { readonly languageData: string };
    }
  /** A page of a PDF as a picture of at most this width. */
  | { readonly task: 'draw-page'; readonly page: number; readonly widthPixels: number }
  /** The text of each page of a PDF as it is printed. */
  | { readonly task: 'page-texts' };

/** What a parser process says while it works on a long task: a sign of life, no reply. */
export const progress = 'progress';

/** What a parser process says after its reply, once nothing of that file keeps it busy. */
export const idleMessage = 'idle';
