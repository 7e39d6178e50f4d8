import type { Browser } from 'playwright-core';

/** What tests of pages share: one server and one browser for all of them, since both are slow to start. */
export type Pages = {
  readonly browser: Browser;
  /** The demo as `npm start` serves it, without a model: answers are quotations. */
  readonly base: string;
  /** Of that server, for commands. */
  readonly dataFolder: string;
  /** A page of another origin that may hold the sidebar. */
  readonly host: string;
};
