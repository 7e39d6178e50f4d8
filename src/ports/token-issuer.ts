/** Who a token speaks for: a person is known by issuer and subject (R26). */
export type TokenClaims = { readonly org: string; readonly issuer: string; readonly subject: string };

/** Issues and checks bearer tokens. */
export type TokenIssuer = {
  readonly issuer: string;
  issue(claims: {
    readonly org: string;
    readonly subject: string;
  }): Promise<{ token: string; expiresAt: Date }>;
  /** @throws AppError `TOKEN_INVALID` for anything but a token of this issuer, in date, signed with its key */
  verify(token: string): Promise<TokenClaims & { readonly expiresAt: Date }>;
};
