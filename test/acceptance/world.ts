import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { openLocalIssuer } from '../../src/adapters/local-issuer/local-issuer.ts';
import type { TokenIssuer } from '../../src/ports/token-issuer.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import {
  type CliResult,
  makePreparedFolder,
  type RunningSourcier,
  startSourcier,
} from '../support/sourcier-process.ts';
import { runWarm } from '../support/warm-commands.ts';

/** The organisation file of `org apply`, as its author writes it. */
export type Organisation = {
  readonly organisation: string;
  readonly title?: string;
  readonly users: readonly string[];
  readonly admins?: readonly string[];
  readonly owners?: readonly string[];
  readonly auditors?: readonly string[];
  readonly guests?: readonly string[];
  readonly people?: Readonly<
    Record<string, { readonly identities: readonly { readonly issuer: string; readonly subject: string }[] }>
  >;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly spaces: Readonly<
    Record<
      string,
      { readonly title: string; readonly sensitivity?: string; readonly members: readonly string[] }
    >
  >;
};

/** One server on a data folder of its own, the folder of files beside it, and what people do with both. */
export type World = {
  readonly dataFolder: string;
  server: RunningSourcier;
  /** Absolute path of a place below the folder of files. */
  file(path: string): string;
  /** Writes a file below the folder of files and gives its absolute path. */
  write(path: string, content: string | Uint8Array): Promise<string>;
  /** Runs a command, in a process that has loaded the program already (`runCli`: in one of its own). */
  cli(...args: string[]): Promise<CliResult>;
  /** The same with other settings than the server has. */
  cliWith(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<CliResult>;
  /** Runs a command with `--json`, which must succeed, and gives what it printed. */
  cliJson(...args: string[]): Promise<unknown>;
  apply(organisation: Organisation): Promise<void>;
  /** A client with a token as `sourcier token` makes it, without the seconds that a command takes. */
  as(user: string, organisation: string): Promise<ApiClient>;
  anonymous(): ApiClient;
  close(): Promise<void>;
};

/**
 * Starts `sourcier serve` on a data folder without organisations. Documents are read one after another, by one process in place
 * of two; that several are read at once is proven with processes that are killed (test/integration/crash).
 */
export async function openWorld(own: Readonly<Record<string, string>> = {}): Promise<World> {
  const environment = { PARSER_PROCESSES: '1', ...own };
  const data = await makePreparedFolder();
  const folder = await mkdtemp(join(tmpdir(), 'sourcier-files-'));
  const cliWith = (settings: Readonly<Record<string, string>>, ...args: string[]) =>
    runWarm(data.path, args, {
      SOURCIER_LANGUAGE: 'fr',
      LANG: 'fr_FR.UTF-8',
      ...environment,
      ...settings,
    });
  const cli = (...args: string[]) => cliWith({}, ...args);
  const cliJson = async (...args: string[]): Promise<unknown> => {
    const { exitCode, stdout, stderr } = await cli(...args, '--json');
    if (exitCode !== 0) throw new Error(`sourcier ${args[0]} ended with ${exitCode}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const write = async (path: string, content: string | Uint8Array) => {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
    return place;
  };
  let issuer: TokenIssuer | undefined;
  const world: World = {
    dataFolder: data.path,
    server: await startSourcier(data.path, environment),
    file: (path) => join(folder, path),
    write,
    cli,
    cliWith,
    cliJson,
    apply: async (organisation) => {
      await cliJson(
        'org',
        'apply',
        await write(`organisations/${organisation.organisation}.yaml`, stringify(organisation)),
      );
    },
    as: async (user, organisation) => {
      issuer ??= await openLocalIssuer(join(data.path, 'keys', 'issuer.json'));
      const { token } = await issuer.issue({ org: organisation, subject: user });
      return createApiClient(world.server.address, token);
    },
    anonymous: () => createApiClient(world.server.address, null),
    close: async () => {
      await world.server.stop();
      await data.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}
