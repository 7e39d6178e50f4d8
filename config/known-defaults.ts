/** Defaults of programs and words of examples: what everybody tries first. */
const known =
  /^(change[-_ ]?(me|it|this)|default|admin|root|test|secret|pass(word|w0rd)?|example|sourcier|postgres|redis|qdrant|minio(admin|123)?|guest|123456(78)?9?|(?<one>.)\k<one>*)!?$/i;

/** True for a password or key that guards nothing (R61): where it would guard data of ours, the start is refused. */
export function isKnownDefault(secret: string): boolean {
  return known.test(secret);
}
