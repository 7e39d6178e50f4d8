/** `oidc`: people sign in there, with a browser. `workplace`: it signs tokens for the people whom it has signed in itself. */
export const issuerKinds = ['oidc', 'workplace'] as const;
export type IssuerKind = (typeof issuerKinds)[number];

/** `proconnect`: userinfo is a signed JWT, the family name is in `usual_name`. `standard`: the ID token says all that is needed. */
export const issuerProfiles = ['standard', 'proconnect'] as const;
export type IssuerProfile = (typeof issuerProfiles)[number];

/** Somebody whom one organisation believes when they say who a person is. Each organisation has its own: none speaks for two. */
export type TrustedIssuer = {
  readonly org: string;
  /** Short name, for addresses and commands. */
  readonly id: string;
  readonly kind: IssuerKind;
  /** The `iss` of its tokens, character for character. */
  readonly issuer: string;
  /** Our name there: the client id of OpenID Connect, the `aud` of the workplace's tokens. */
  readonly audience: string;
  /** Where its public keys are; `null`: where its discovery document says. */
  readonly jwksUrl: string | null;
  readonly profile: IssuerProfile;
  /** What the sign-in page calls it, which shows it to anybody; `null`: it does not, and who signs in there must know it. */
  readonly publicName: string | null;
  readonly hasSecret: boolean;
};

/** Who somebody is, as an issuer says it: a person is known by both together (R26). */
export type Identity = { readonly issuer: string; readonly subject: string };
