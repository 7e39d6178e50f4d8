import type { Environment } from '../../config/env.ts';

/** The address to type into a browser, on this machine where no public one is set; without a final `/`. */
export function ownAddress({ host, port, publicUrl }: Environment['http']): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/$/, '');
  // Who listens everywhere is reached here too.
  const reached = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

/** A link that opens the assistant as the person of the token; the page takes the part after `#`, which no server is sent. */
export const assistantLink = (http: Environment['http'], token: string): string =>
  `${ownAddress(http)}/sidebar/#token=${token}`;
