/** A secret as it may be stored: only the box opens it, only for the context that it was sealed for. */
export type SealedSecret = Uint8Array<ArrayBuffer>;

/** Seals secrets with a key that is kept apart from the database. */
export type SecretBox = {
  /** `context` says whose secret it is and what for: it is not hidden, and needed word for word to open it again. */
  seal(secret: string, context: readonly string[]): SealedSecret;
  /** @throws AppError `SECRET_UNREADABLE` for another key or context, or bytes that were changed */
  open(sealed: SealedSecret, context: readonly string[]): string;
  /** True when it was sealed with a key that is on its way out: seal it anew. */
  isOld(sealed: SealedSecret): boolean;
};
