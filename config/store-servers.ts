import { readFileSync } from 'node:fs';
import { refuseKnownDefault } from './known-defaults.ts';

/** How a PostgreSQL server is reached. */
export type DatabaseServer = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Absent: without TLS. With it, the server's certificate is checked, by `ca` where it is given. */
  readonly ssl?: { readonly ca?: string };
};

/** A Redis server for the queue. */
export type RedisServer = {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username?: string;
  readonly password?: string;
  /** Absent: without TLS. */
  readonly tls?: { readonly ca?: string };
  /** What the names of our keys begin with. */
  readonly prefix: string;
};

type Given = {
  readonly url: string | undefined;
  readonly password: string | undefined;
  readonly caFile: string | undefined;
};

/**
 * Reads `DATABASE_URL`. A server elsewhere is spoken to by TLS, its certificate checked, unless the address says `sslmode=disable`.
 * Adds to `problems` what is wrong, by the names of keys, never their values.
 */
export function readDatabaseServer(given: Given, problems: string[]): DatabaseServer | undefined {
  const url = parse('DATABASE_URL', given, /^postgres(ql)?:$/, problems);
  if (!url) return undefined;
  const { sslmode = isLoopback(url) ? 'disable' : 'verify-full', ...others } = Object.fromEntries(
    url.searchParams,
  );
  if (sslmode !== 'verify-full' && sslmode !== 'disable')
    problems.push('DATABASE_URL: sslmode is verify-full (certificate checked) or disable.');
  if (Object.keys(others).length > 0)
    problems.push(
      'DATABASE_URL: it takes sslmode alone; set other options in the database (ALTER DATABASE).',
    );
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username);
  if (!database || !user) problems.push('DATABASE_URL: postgres://user@host:5432/database is needed.');
  return {
    host: hostOf(url),
    port: Number(url.port || 5432),
    user,
    password: passwordOf('DATABASE', url, given, problems) ?? '',
    database,
    ...(sslmode === 'verify-full' && { ssl: certificates('DATABASE_CA_FILE', given.caFile, problems) }),
  };
}

/** Reads `REDIS_URL`: `rediss://` speaks TLS, its certificate checked. `problems` as in `readDatabaseServer`. */
export function readRedisServer(
  given: Given & { readonly prefix: string },
  problems: string[],
): RedisServer | undefined {
  const url = parse('REDIS_URL', given, /^rediss?:$/, problems);
  if (!url) return undefined;
  const database = Number(url.pathname.slice(1) || 0);
  if (!Number.isInteger(database))
    problems.push('REDIS_URL: after the host stands the number of a database.');
  const password = passwordOf('REDIS', url, given, problems);
  if (password === undefined && !isLoopback(url))
    problems.push('REDIS_PASSWORD: a Redis that is not on this machine needs a password.');
  return {
    host: hostOf(url),
    port: Number(url.port || 6379),
    database,
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(password !== undefined && { password }),
    ...(url.protocol === 'rediss:' && { tls: certificates('REDIS_CA_FILE', given.caFile, problems) }),
    prefix: given.prefix,
  };
}

function parse(
  key: string,
  { url, password, caFile }: Given,
  protocol: RegExp,
  problems: string[],
): URL | null {
  if (!url) {
    if (password !== undefined || caFile !== undefined)
      problems.push(`${key}: it is missing, though what goes with it is set.`);
    return null;
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed && protocol.test(parsed.protocol) && parsed.hostname) return parsed;
  problems.push(
    `${key}: not an address such as ${key === 'REDIS_URL' ? 'rediss' : 'postgres'}://user@host:port/name.`,
  );
  return null;
}

function passwordOf(of: string, url: URL, { password }: Given, problems: string[]): string | undefined {
  const inUrl = url.password ? decodeURIComponent(url.password) : undefined;
  if (inUrl !== undefined && password !== undefined)
    problems.push(`${of}_URL holds a password, and ${of}_PASSWORD is set too: keep one of them.`);
  refuseKnownDefault(`${of}_PASSWORD`, password, problems);
  refuseKnownDefault(`${of}_URL`, inUrl, problems);
  return password ?? inUrl;
}

function certificates(key: string, file: string | undefined, problems: string[]): { ca?: string } {
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch {
    problems.push(`${key} cannot be read: check the path and its permissions.`);
    return {};
  }
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');
const isLoopback = (url: URL): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(hostOf(url));
