import type { SealedSecret } from './secret-box.ts';

/** The key of each organisation, sealed. What it seals is lost with it (R34). */
export type DataKeyRepository = {
  find(org: string): Promise<SealedSecret | null>;
  /** Keeps the key of an organisation that is there and has none: of two at once, the first. */
  add(org: string, sealed: SealedSecret): Promise<void>;
  /** Puts another seal in place of that one; false when it was not that one any more. */
  replace(org: string, sealed: SealedSecret, anew: SealedSecret): Promise<boolean>;
};

/** The key of each organisation, as it is used: 32 bytes. */
export type DataKeys = {
  /**
   * `null` for an organisation that has none.
   * @throws AppError `SECRET_UNREADABLE` when another key sealed it
   */
  find(org: string): Promise<Uint8Array | null>;
  /**
   * The same, made when there is none.
   * @throws AppError `ORGANISATION_UNKNOWN`
   */
  ensure(org: string): Promise<Uint8Array>;
};
