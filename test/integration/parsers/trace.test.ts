import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findingsIn, traceReading } from '../../../bench/reading/trace.ts';
import { externalFiles } from '../../support/files/external-files.ts';
import { seeds } from '../../support/files/seeds.ts';
import { dataFolder, noData } from './data.ts';

function whyNoStrace(): string | false {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'strace is not installed';
  }
}
const noStrace = whyNoStrace();

describe.skipIf(noStrace !== false)(`R49: what a parser opens ${noStrace || ''}`, () => {
  test('is the program and the system alone, whatever files point to: no other path, no packet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trace-'));
    const files = [
      ...['http://127.0.0.1:9/x', 'file:///etc/passwd', '\\\\127.0.0.1\\share\\x'].flatMap((url) =>
        externalFiles(url),
      ),
      ...(await seeds()),
    ];
    const paths = files.map(({ name }, at) => join(folder, `${at}-${name}`));
    await Promise.all(files.map(({ bytes }, at) => writeFile(paths[at] ?? '', bytes)));
    const hostile = noData === false ? readdirSync(`${dataFolder}hostile`) : [];
    const { ends, fileCalls, ...findings } = await traceReading([
      ...paths,
      ...hostile.map((name) => `${dataFolder}hostile/${name}`),
    ]);
    await rm(folder, { recursive: true });
    expect(findings).toEqual({ outsidePaths: [], networkCalls: [] });
    // That the process was traced at all, through readers of every kind.
    expect(fileCalls).toBeGreaterThan(100);
    expect(Object.values(ends)).toEqual(
      expect.arrayContaining(['docx', 'odt', 'html', 'markdown', 'eml', 'pdf']),
    );
  });

  test('would be seen', () => {
    const log = `12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3
12 openat(AT_FDCWD, "/usr/lib/x.so", O_RDONLY) = 3
13 connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ENETUNREACH
13 socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0
14 execve("/home/x/evil", ["evil"], 0x0 /* 3 vars */ <unfinished ...>
`;
    const { outsidePaths, networkCalls } = findingsIn(log);
    expect(outsidePaths).toEqual(['execve /home/x/evil', 'openat /etc/passwd']);
    expect(networkCalls).toHaveLength(1);
  });
});
