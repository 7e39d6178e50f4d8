/**
 * `node bench/reading/trace.ts FILE…`: reads files in a parser process under strace, and prints as JSON what the process
 * opened outside the program and the system's libraries, and what it asked of the network: nothing is expected (R49).
 */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tunables } from '../../config/tunables.ts';
import { parserTools, probeConfinement } from '../../src/adapters/parsers/confinement.ts';
import { withOpenFile } from '../../src/adapters/parsers/open-file.ts';
import { outcomeFrom } from '../../src/adapters/parsers/outcome-from.ts';
import { startParserProcess } from '../../src/adapters/parsers/parser-process.ts';

export type Trace = {
  /** How each file ended, by path. */
  readonly ends: Readonly<Record<string, string>>;
  /** System calls on files that were seen at all: zero means that nothing was traced. */
  readonly fileCalls: number;
  readonly outsidePaths: readonly string[];
  readonly networkCalls: readonly string[];
};

const root = await realpath(join(import.meta.dirname, '..', '..'));
const modules = await realpath(join(root, 'node_modules'));

/** What a process opens by itself, whatever it reads. No folder of people's files is among it. */
const expectedPaths = [
  ...['src/', 'config/', 'package.json', 'node_modules/'].map((path) => join(root, path)),
  `${modules}/`,
  // The loader, the C library, V8, libuv, OpenSSL, c-ares.
  ...[
    '/lib/',
    '/lib64/',
    '/usr/lib/',
    '/usr/lib64/',
    '/etc/ld.so.',
    '/usr/share/zoneinfo/',
    '/etc/localtime',
  ],
  ...[
    '/proc/self/',
    '/proc/meminfo',
    '/proc/cpuinfo',
    '/proc/stat',
    '/proc/version_signature',
    '/proc/sys/vm/',
  ],
  ...['/sys/fs/cgroup/', '/sys/devices/system/', '/sys/kernel/mm/', '/dev/null', '/dev/urandom'],
  ...['/etc/ssl/openssl.cnf', '/etc/resolv.conf', '/etc/nsswitch.conf', '/etc/netsvc.conf', '/etc/svc.conf'],
  // PDFium draws with the fonts of the system; its addon names the folder of the machine that it was built on.
  ...['/usr/share/fonts', '/usr/share/X11/fonts', '/usr/local/share/fonts', 'usr/local/share/fonts'],
  ...['/nonexistent/', '/root/.cache/pdfium-rs/'],
  // The tools that shut the process in, on their way to start it.
  ...['/usr/bin/', '/bin/', '/usr/local/bin/'],
];

/** Reads the files one after the other, under strace from the first instruction of the process to its end. */
export async function traceReading(files: readonly string[]): Promise<Trace> {
  const folder = await mkdtemp(join(tmpdir(), 'trace-'));
  const log = join(folder, 'log');
  // The detached tracer (-D) leaves the parser the direct child of this process, as it is without strace.
  const strace = ['strace', '-D', '-f', '-qq', '-s', '4096', '-e', 'trace=%file,%network', '-o', log];
  try {
    const { tools, prefix } = await probeConfinement(parserTools(tunables.parsing.processorSeconds));
    const ends: Record<string, string> = {};
    const start = () => startParserProcess({ tools, prefix: [...prefix, ...strace] }, tunables.parsing);
    let parser = await start();
    for (const path of files) {
      if (!parser.alive()) parser = await start();
      const task = { task: 'read', name: basename(path) } as const;
      const reply = await withOpenFile(path, (file) => parser.run(task, file));
      ends[path] = endOf(reply);
    }
    await parser.kill();
    return { ends, ...findingsIn(await readFile(log, 'utf8')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function endOf(reply: object): string {
  if (!('message' in reply)) return Object.values(reply).join(' ');
  const outcome = outcomeFrom(reply.message);
  return outcome.outcome === 'parsed' ? outcome.format : outcome.reason;
}

/** What a log of strace holds beyond the expected. */
export function findingsIn(log: string): Omit<Trace, 'ends'> {
  const outsidePaths = new Set<string>();
  const networkCalls = new Set<string>();
  let fileCalls = 0;
  for (const line of log.split('\n')) {
    const [, call = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
    if (/^(open|openat|openat2|creat|execve|execveat|mkdir|mkdirat|unlink|unlinkat|rename\w*)$/.test(call)) {
      fileCalls += 1;
      const path = /"((?:[^"\\]|\\.)*)"/.exec(rest)?.[1] ?? '';
      if (!expectedPaths.some((expected) => path.startsWith(expected))) outsidePaths.add(`${call} ${path}`);
      // Sockets between two processes of this machine (AF_UNIX pairs) lead nowhere.
    } else if (/^(socket|connect|bind|listen|sendto)$/.test(call) && !/^AF_UNIX|sa_family=AF_UNIX/.test(rest))
      networkCalls.add(`${call}(${rest}`);
  }
  return { fileCalls, outsidePaths: [...outsidePaths].sort(), networkCalls: [...networkCalls].sort() };
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url)
  console.log(JSON.stringify(await traceReading(process.argv.slice(2)), null, 2));
