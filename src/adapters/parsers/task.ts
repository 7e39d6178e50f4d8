/** What a parser process is asked to do with the file that it is sent. */
export type Task =
  | {
      readonly task: 'read';
      /** The file's name: it only helps where bytes do not decide. */
      readonly name: string;
      /** Reads pictures of text too, by character recognition; absent: text layers only. */
      readonly recognise?: true;
    }
  /** A page of a PDF as a picture of at most this width. */
  | { readonly task: 'draw-page'; readonly page: number; readonly widthPixels: number }
  /** The text of each page of a PDF as it is printed. */
  | { readonly task: 'page-texts' };
