import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const runtime = join(root, 'node_modules', 'onnxruntime-node');

/** onnxruntime-node fetches GPU libraries from elsewhere than the package registry, unless it is told not to. */
describe('the GPU libraries of onnxruntime-node', () => {
  it('are not there', () => {
    expect(globSync('bin/**/onnxruntime_binding.node', { cwd: runtime })).not.toEqual([]);
    expect(globSync('bin/**/*cuda*', { cwd: runtime })).toEqual([]);
  });

  it('are not fetched by npm: it hands the setting of .npmrc to install scripts, and they stop at it', () => {
    const value = execFileSync('npm', ['config', 'get', 'onnxruntime-node-install'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(value.trim()).toBe('skip');
    const script = join(runtime, 'script', 'install.js');
    // A proxy that is not there: whoever tries to fetch fails.
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: {
        npm_config_onnxruntime_node_install: value.trim(),
        GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:9',
      },
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('are not fetched by an npm that asks first, nor by our own installation', () => {
    const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(allowScripts).toMatchObject({ 'onnxruntime-node': false, node: true });
    expect(readFileSync(join(root, 'setup', 'ensure-installed.mjs'), 'utf8')).toContain(
      "ONNXRUNTIME_NODE_INSTALL: 'skip'",
    );
  });
});
