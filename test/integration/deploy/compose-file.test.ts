import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const service = z.looseObject({
  image: z.string(),
  ports: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  command: z.unknown().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()),
  healthcheck: z.unknown().optional(),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  deploy: z.looseObject({
    replicas: z.int().default(1),
    resources: z.object({ limits: z.looseObject({ memory: z.string(), cpus: z.string() }) }),
  }),
});
const text = read('docker-compose.yml');
const file = z
  .looseObject({
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.looseObject({ internal: z.boolean().default(false) })),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(parse(text, { merge: true }));
const services = Object.entries(file.services);
const stores = ['postgres', 'redis', 'qdrant', 's3'] as const;

describe('the deployment on one host', () => {
  test('R25: the proxy alone has a port, and reaches the API alone', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    expect(services.filter(([, { networks }]) => networks.includes('front')).map(([name]) => name)).toEqual([
      'proxy',
      'api',
    ]);
    for (const word of ['network_mode', 'privileged:', 'docker.sock', 'pid: host', 'extra_hosts'])
      expect(text).not.toContain(word);
  });

  test('R25: stores are on a network without a way out, which the proxy is not on', () => {
    expect(file.networks['stores']?.internal).toBe(true);
    for (const name of stores) expect(file.services[name]?.networks).toEqual(['stores']);
    expect(file.services['proxy']?.networks).toEqual(['front']);
  });

  test('R25: each store wants a secret of its own and speaks TLS, and Sourcier checks its certificate', () => {
    const environment = file.services['api']?.environment ?? {};
    expect(environment['DATABASE_URL']).toMatch(/@postgres:.*sslmode=verify-full$/);
    expect(environment['REDIS_URL']).toMatch(/^rediss:\/\/redis:/);
    for (const key of ['QDRANT_URL', 'S3_ENDPOINT', 'PUBLIC_URL'])
      expect(environment[key]).toMatch(/^https:/);
    const wanted = {
      postgres: 'postgres-password',
      redis: 'redis-password',
      qdrant: 'qdrant-key',
      s3: 's3-key',
    };
    for (const [name, secret] of Object.entries(wanted)) {
      expect(file.services[name]?.secrets).toEqual(
        expect.arrayContaining([secret, `${name}-tls`, `${name}-tls-key`]),
      );
      expect(file.services['api']?.secrets).toContain(secret);
      expect(file.services['api']?.secrets).not.toContain(`${name}-tls-key`);
    }
    const rules = read('deploy/pg_hba.conf')
      .split('\n')
      .filter((line) => /^\w/.test(line));
    expect(rules.every((rule) => /^(local|hostssl) .*scram-sha-256$/.test(rule))).toBe(true);
    expect(JSON.stringify(file.services['redis']?.command)).toMatch(/--port 0 .*noeviction/);
  });

  test('R61: no secret has a value or a default here, and nothing starts without them', () => {
    for (const [name, { environment }] of services)
      for (const [key, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|API_KEY/.test(key))
          expect([name, key, value]).toEqual([name, key, expect.stringMatching(/^\/run\/secrets\/[\w-]+$/)]);
    expect(text).not.toMatch(/(PASSWORD|SECRET|KEY)\w*: ?['"]?\$\{\w+:-/);
    expect(text).toMatch(/SOURCIER_DOMAIN:\?/);
    const used = new Set(services.flatMap(([, { secrets }]) => secrets));
    expect([...used].sort()).toEqual(Object.keys(file.secrets).sort());
    for (const { file: path } of Object.values(file.secrets))
      expect(path).toMatch(/^\$\{SOURCIER_SECRETS:-\.\/deploy\/secrets\}\//);
    expect(read('.gitignore')).toContain('deploy/secrets/');
  });

  test('R13: a person’s requests reach the process that holds their private documents', () => {
    expect(read('deploy/Caddyfile')).toMatch(/^\s*lb_policy client_ip_hash$/m);
    expect(read('deploy/helm/sourcier/templates/api.yaml')).toMatch(/^ {2}sessionAffinity: ClientIP$/m);
  });

  test('the product runs without rights, on a file system that it cannot change, twice each', () => {
    for (const name of ['api', 'worker'] as const)
      expect(file.services[name]).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        deploy: { replicas: 2 },
        depends_on: Object.fromEntries(stores.map((store) => [store, { condition: 'service_healthy' }])),
      });
    for (const [name, { security_opt, image }] of services) {
      expect([name, security_opt]).toEqual([name, ['no-new-privileges:true']]);
      if (image !== 'sourcier:local') expect(image).toMatch(/:v?\d+\.\d+/);
    }
    for (const name of [...stores, 'proxy']) expect(file.services[name]?.healthcheck).toBeDefined();
    const image = read('Dockerfile');
    expect(image).toMatch(/^USER 10001:10001$/m);
    expect(image).toMatch(/^HEALTHCHECK /m);
    expect(image).toContain('npm ci --omit=dev');
    // The Node that it is tried on.
    const { devDependencies } = z
      .looseObject({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    expect(image).toContain(`ARG NODE=${devDependencies['node']}`);
  });

  test('every setting is one of ours', () => {
    const known = read('docs/environment.md');
    const ours = Object.keys(file.services['api']?.environment ?? {}).filter(
      (key) => key !== 'NODE_EXTRA_CA_CERTS',
    );
    // Those of stores that are being built beside this.
    const coming = /^(DATABASE|REDIS|QDRANT)_|^INDEX$/;
    for (const key of ours.filter((one) => !coming.test(one))) expect(known).toContain(`\`${key}\``);
  });
});

const noOpenssl = spawnSync('openssl', ['version']).status !== 0;
describe.skipIf(noOpenssl)('make-secrets.sh (needs openssl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const made = join(folder, 'made');
  const make = () => spawnSync('sh', [join(root, 'deploy', 'make-secrets.sh'), made], { encoding: 'utf8' });

  test('R58, R61: makes each file that the deployment names, at random, and touches none that are there', () => {
    expect(make()).toMatchObject({ status: 0 });
    const names = readdirSync(made);
    const wanted = Object.values(file.secrets).map(({ file: path }) => path.slice(path.lastIndexOf('/') + 1));
    expect(names.sort()).toEqual(wanted.sort());
    expect(statSync(made).mode & 0o777).toBe(0o700);
    const contents = names.map((name) => readFileSync(join(made, name), 'utf8'));
    expect(new Set(contents).size).toBe(names.length);
    for (const name of names.filter((one) => !one.endsWith('.pem'))) {
      const secret = readFileSync(join(made, name), 'utf8').trim();
      expect(Buffer.from(secret, /^[0-9a-f]+$/.test(secret) ? 'hex' : 'base64')).toHaveLength(32);
    }
    expect(make().status).toBe(1);
    expect(readdirSync(made).map((name) => readFileSync(join(made, name), 'utf8'))).toEqual(contents);
  });

  test('R25: its certificates are of the one authority, each for its own store', () => {
    for (const name of stores) {
      const verified = spawnSync(
        'openssl',
        [
          'verify',
          '-CAfile',
          join(made, 'ca.pem'),
          '-verify_hostname',
          name,
          '-purpose',
          'sslserver',
          join(made, `${name}-tls.pem`),
        ],
        { encoding: 'utf8' },
      );
      expect([name, verified.status]).toEqual([name, 0]);
    }
  });
});
