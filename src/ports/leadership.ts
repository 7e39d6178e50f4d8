/** Of several processes that work on the same data, one does what is to be done once for all of them. */
export type Leadership = {
  /** True when that is this process, from now on for `tunables.background.leaseMs`. */
  isOurs(): Promise<boolean>;
  /** Lets another process lead at once; with `anybody's`, also in place of one that died: nobody else may be there. */
  end(whose?: 'anybody’s'): Promise<void>;
};
