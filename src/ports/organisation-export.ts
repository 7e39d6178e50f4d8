/** One table of an export: its name, and its rows as plain objects, page by page. */
export type ExportedTable = {
  readonly name: string;
  readonly pages: AsyncIterable<readonly unknown[]>;
};

/** All that is kept of an organisation in the database, as it is at one moment. */
export type OrganisationExport = {
  /**
   * Lets each table be read, one after the other. Left out are secrets, vectors and what is worked out anew from the rest.
   * Leaves an audit record.
   * @throws AppError `ORGANISATION_UNKNOWN`
   */
  read(org: string, take: (table: ExportedTable) => Promise<void>): Promise<void>;
};
