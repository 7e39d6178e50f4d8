/** An article of an agreement or a code. */
export type Article = {
  /** Unique within its document only: an agreement common to several branches stands in each of them. */
  readonly id: string;
  /** Its stable id, the same for all its versions. */
  readonly cid: string;
  /** As written (« 24 », « L1222-10 »); `null` for an article without number (preamble, annex). */
  readonly num: string | null;
  /** What stands above the text: « Article 24 : Préavis », or the last section's title where it has no number. */
  readonly title: string;
  /** Titles of the sections that hold it, outermost first. */
  readonly sectionPath: readonly string[];
  readonly text: string;
  /** The text with its tables. */
  readonly html: string;
};

/** A node of the trees that kali-data and legi-data hold. Unknown fields are left aside. */
export type LegalNode = {
  readonly type: string;
  readonly data: {
    readonly id?: string;
    readonly cid?: string;
    readonly num?: string | number | null;
    readonly title?: string;
    readonly shortTitle?: string;
    readonly surtitre?: string | null;
    readonly etat?: string | null;
    /** HTML in kali-data. */
    readonly content?: string;
    /** HTML in legi-data. */
    readonly texteHtml?: string;
  };
  readonly children?: readonly LegalNode[];
};
