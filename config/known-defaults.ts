/** Defaults of programs and words of examples: what everybody tries first. */
const known =
  /^(change[-_ ]?(me|it|this)|default|admin|root|test|secret|pass(word|w0rd)?|example|sourcier|postgres|redis|qdrant|minio(admin|123)?|guest|123456(78)?9?|(0123456789abcdef)+|(?<one>.)\k<one>*)!?$/i;

/**
 * Adds to `problems` when the password or key that `key` gives guards nothing (R61): where it would guard data of ours, the start is
 * refused.
 */
export function refuseKnownDefault(key: string, secret: string | undefined, problems: string[]): void {
  // A key of zeros in base64 ends with what fills it up.
  if (secret && known.test(secret.replace(/=+$/, '')))
    problems.push(`${key}: everybody knows this value. Make one of your own.`);
}
