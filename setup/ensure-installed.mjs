/**
 * Makes a fresh or changed checkout ready to run, with nothing but Node ≥ 20 and npm: installs the packages that the lock
 * file names when they are missing or stale, and builds each page of `web/` when the sources changed. Runs before `npm start` and
 * `npm test`, and on the Node that is there, so it is plain JavaScript without dependencies.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...parts) => join(root, ...parts);

/** One digest over names and contents, so that a change of either is seen and a mere touch is not. */
function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function filesBelow(folder, skipped) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.includes(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path, skipped) : [path];
    });
}

/** Runs `work` unless the stamp says that it was done for these very inputs. */
function once(stamp, inputs, work) {
  const digest = digestOf(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  work();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, digest);
}

function run(what, command, args) {
  process.stderr.write(`${what}…\n`);
  const onWindows = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: onWindows,
    // GPU libraries of onnxruntime-node come from elsewhere than the package registry.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (status === 0) return;
  process.stderr.write(`${what}: ${error?.message ?? `exit code ${status}`}\n`);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  process.stderr.write(
    `Sourcier needs Node 20 or newer to install; this is Node ${process.versions.node}.\n`,
  );
  process.exit(1);
}

// The lock file alone: scripts and descriptions of package.json install nothing.
const packages = [inRoot('package-lock.json')];
once(inRoot('node_modules', '.sourcier-installed'), packages, () =>
  run('Installing packages (once)', 'npm', ['ci', '--no-audit', '--no-fund']),
);

const web = inRoot('web');
const pageSources = [...packages, ...filesBelow(web, ['dist', 'node_modules'])];
const pageNames = readdirSync(web).filter((name) => existsSync(join(web, name, 'vite.config.ts')));
for (const name of pageNames)
  once(join(web, name, 'dist', '.built'), pageSources, () =>
    run(`Building the page of web/${name}`, inRoot('node_modules', '.bin', 'node'), [
      inRoot('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      join(web, name, 'vite.config.ts'),
      '--logLevel',
      'warn',
    ]),
  );
