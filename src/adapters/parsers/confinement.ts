import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tunables } from '../../../config/tunables.ts';

const run = promisify(execFile);
const { dataBytes, heapMegabytes, youngHeapMegabytes } = tunables.parsing;

/** A program that starts the command after it with fewer rights or means. */
export type Tool = readonly [command: string, ...words: string[]];

/** A network namespace of its own holds no interface: the system itself refuses every connection. */
export const withoutNetwork: Tool = ['unshare', '--user', '--map-current-user', '--net'];
/** A process busy in native code cannot see that its parent is gone: the kernel ends it. */
export const endingWithParent: Tool = ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs'];
/** When the machine itself runs out of memory, a reader of documents is what it can best do without. */
const firstToGo: Tool = ['choom', '--adjust', '1000', '--'];

/**
 * Tools of util-linux that shut a parser in, outermost first: each is used where it works on this machine.
 * `processorSeconds` is what a process may use in its life.
 */
export const parserTools = (processorSeconds: number): readonly Tool[] => [
  withoutNetwork,
  ['prlimit', `--data=${dataBytes}`, `--cpu=${processorSeconds}`, '--core=0'],
  firstToGo,
  endingWithParent,
];

/** The names of the system tools in use and the words that come before the command to shut in. */
export type Confinement = { readonly tools: readonly string[]; readonly prefix: readonly string[] };

/** Tries each tool once, on `true`. Where none works (not Linux), the parent's watch and Node's permissions remain. */
export async function probeConfinement(tools: readonly Tool[]): Promise<Confinement> {
  const working = await Promise.all(
    tools.map(async (tool) => {
      const [command, ...words] = tool;
      try {
        await run(command, [...words, 'true'], { timeout: 5_000, env: parserEnvironment() });
        return tool;
      } catch {
        return null;
      }
    }),
  );
  const used = working.filter((tool) => tool !== null);
  return { tools: used.map(([command]) => command), prefix: used.flat() };
}

/** The whole environment of a process that reads documents: no variable of the parent, so no secret. */
export function parserEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
    LANG: 'C.UTF-8',
    // Native code would look for caches and fonts in the folder of whoever runs the program.
    HOME: '/nonexistent',
  };
}

/**
 * The command line of a parser process: Node that may read the program and nothing else, write nothing, start nothing.
 * Documents reach it through standard input, so no folder of documents is opened to it.
 */
export function parserArguments(): string[] {
  const root = realpathSync(fileURLToPath(new URL('../../../', import.meta.url)));
  const readable = [
    join(root, 'src'),
    join(root, 'config'),
    join(root, 'package.json'),
    ...moduleFolders(root),
  ];
  return [
    `--max-old-space-size=${heapMegabytes}`,
    `--max-semi-space-size=${youngHeapMegabytes}`,
    '--permission',
    // PDFium is an addon.
    '--allow-addons',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
    join(root, 'src', 'adapters', 'parsers', 'parser-child.ts'),
  ];
}

// Installed beside the program, or above it when it is itself a dependency.
function moduleFolders(root: string): string[] {
  const entry = realpathSync(createRequire(import.meta.url).resolve('fflate'));
  const marker = `${sep}node_modules${sep}`;
  const folder = entry.slice(0, entry.indexOf(marker) + marker.length - 1);
  return [...new Set([folder, join(root, 'node_modules')])];
}
