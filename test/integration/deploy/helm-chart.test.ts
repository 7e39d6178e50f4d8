import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..', '..');
const chart = join(root, 'deploy', 'helm', 'sourcier');
const noHelm = spawnSync('helm', ['version']).status !== 0;
const noSchemas = spawnSync('python3', ['-c', 'import kubernetes_validate']).status !== 0;

type Values = Readonly<Record<string, string>>;

const least: Values = {
  'image.repository': 'registry.example.org/sourcier',
  'image.tag': '0.1.0',
  publicUrl: 'https://sourcier.example.org',
  'secret.name': 'sourcier',
};
const everything: Values = {
  ...least,
  'worker.autoscaling.enabled': 'true',
  'ingress.enabled': 'true',
  'ingress.tlsSecret': 'tls',
};

function run(command: 'lint' | 'template', values: Values) {
  const named = command === 'template' ? ['essai', chart, '--kube-version', '1.31.0'] : [chart];
  const set = Object.entries(values).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  return spawnSync('helm', [command, ...named, ...set], { encoding: 'utf8' });
}

const pod = z.looseObject({
  automountServiceAccountToken: z.literal(false),
  securityContext: z.looseObject({
    runAsNonRoot: z.literal(true),
    seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
  }),
  containers: z.array(
    z.looseObject({
      image: z.string(),
      args: z.array(z.string()),
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      securityContext: z.object({
        allowPrivilegeEscalation: z.literal(false),
        readOnlyRootFilesystem: z.literal(true),
        capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
      }),
      startupProbe: z.object({}),
      livenessProbe: z.object({}),
      readinessProbe: z.object({}),
      resources: z.object({
        limits: z.object({ memory: z.string(), cpu: z.string() }),
        requests: z.object({}),
      }),
    }),
  ),
});
const resource = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({}).optional(),
});

const ingress = z.looseObject({
  rules: z.array(
    z.looseObject({
      http: z.object({
        paths: z.array(z.looseObject({ path: z.string(), pathType: z.enum(['Prefix', 'Exact']) })),
      }),
    }),
  ),
});

function rendered(values: Values) {
  const { status, stdout, stderr } = run('template', values);
  expect([status, stderr]).toEqual([0, '']);
  return parseAllDocuments(stdout).map((document) => resource.parse(document.toJS()));
}
const ofKind = (kind: string, values = everything) => rendered(values).filter((one) => one.kind === kind);

describe.skipIf(noHelm)('the chart (needs helm)', () => {
  test('is well formed, and renders nothing until it is told what it must be told', () => {
    expect(run('lint', least)).toMatchObject({ status: 0 });
    for (const key of Object.keys(least)) expect(run('template', { ...least, [key]: '' }).status).not.toBe(0);
    expect(run('template', { ...least, 'image.tag': 'latest' }).status).not.toBe(0);
    expect(run('template', { ...least, publicUrl: 'http://sourcier.example.org' }).status).not.toBe(0);
  });

  test('R61: holds no secret, takes none as a setting, and gives them to processes as files', () => {
    expect(ofKind('Secret')).toEqual([]);
    for (const key of ['DATABASE_PASSWORD', 'LLM_API_KEY', 'SOURCIER_SECRET_KEY', 'S3_ACCESS_KEY_ID'])
      expect(run('template', { ...least, [`config.${key}`]: 'x' }).status).not.toBe(0);
    for (const { spec } of ofKind('Deployment'))
      for (const { env } of podOf(spec).containers) {
        expect(env.map(({ name }) => name)).toContain('SOURCIER_SECRET_KEY_FILE');
        expect(
          env.every(({ name, value }) => name.endsWith('_FILE') && value.startsWith('/run/secrets/')),
        ).toBe(true);
      }
  });

  test('runs API and workers without rights, on a file system that they cannot change, within limits', () => {
    const args = ofKind('Deployment').map(({ spec }) =>
      podOf(spec).containers.map((container) => container.args),
    );
    expect(args).toEqual([[['src/cli/main.ts', 'serve', '--no-work']], [['workers/main.ts']]]);
    const [byDigest] = ofKind('Deployment', { ...everything, 'image.digest': `sha256:${'a'.repeat(64)}` });
    expect(podOf(byDigest?.spec).containers[0]?.image).toBe(
      `registry.example.org/sourcier@sha256:${'a'.repeat(64)}`,
    );
  });

  test('R25: nothing but the ingress leads in from outside, and each process is behind a policy', () => {
    expect(ofKind('Service').map(({ spec }) => spec?.['type'])).toEqual(['ClusterIP']);
    expect(JSON.stringify(rendered(everything))).not.toMatch(/hostPort|hostNetwork|NodePort|LoadBalancer/);
    expect(ofKind('Ingress', least)).toEqual([]);
    const policies = ofKind('NetworkPolicy');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['essai-api', 'essai-worker']);
    for (const { spec } of policies) expect(spec?.['policyTypes']).toEqual(['Ingress', 'Egress']);
    const [ofApi = '', ofWorker = ''] = policies.map(({ spec }) => JSON.stringify(spec?.['ingress']));
    expect(ofApi).toContain('ingress-nginx');
    expect(ofWorker).not.toContain('ingress-nginx');
    // The address at which clouds tell machines their credentials.
    for (const { spec } of policies) expect(JSON.stringify(spec?.['egress'])).toContain('169.254.0.0/16');
  });

  test('R25: the ingress passes all that is served to people and programs, and nothing that is for within', () => {
    const [{ spec } = {}] = ofKind('Ingress');
    const paths = ingress.parse(spec).rules.flatMap(({ http }) => http.paths);
    const isPassed = (address: string) =>
      paths.some(
        ({ path, pathType }) => address === path || (pathType === 'Prefix' && address.startsWith(`${path}/`)),
      );
    const matrix = z
      .array(z.looseObject({ route: z.string() }))
      .parse(parse(readFileSync(join(root, 'test', 'access', 'matrix.yaml'), 'utf8')));
    const routes = matrix.map(({ route }) => route.replace(/^[A-Z]+ /, ''));
    const within = routes.filter((route) => /^\/(health|metrics)/.test(route));
    expect(within).toContain('/metrics');
    const page = readdirSync(join(root, 'web', 'demo', 'public')).map((file) => `/${file}`);
    const served = routes.filter((route) => !within.includes(route));
    for (const address of [...served, ...page, '/', '/index.html', '/assets/index-1.js', '/docs'])
      expect([address, isPassed(address)]).toEqual([address, true]);
    for (const address of [...within, '/metrics/', '/health'])
      expect([address, isPassed(address)]).toEqual([address, false]);
  });

  test('R87: keeps serving while nodes are drained and versions change, and adds workers when work waits', () => {
    expect(ofKind('PodDisruptionBudget')).toHaveLength(2);
    for (const { spec } of ofKind('Deployment'))
      expect(spec?.['strategy']).toEqual({ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    expect(ofKind('HorizontalPodAutoscaler', least)).toEqual([]);
    expect(JSON.stringify(ofKind('HorizontalPodAutoscaler'))).toContain('sourcier_oldest_waiting_seconds');
    const replicas = (values: Values) => ofKind('Deployment', values).map(({ spec }) => spec?.['replicas']);
    expect(replicas(everything)).toEqual([2, undefined]);
    expect(replicas({ ...everything, 'worker.autoscaling.enabled': 'false' })).toEqual([2, 2]);
  });

  test.skipIf(noSchemas)(
    'each resource is what Kubernetes takes (needs the Python package kubernetes-validate)',
    () => {
      const script =
        'import sys, json, kubernetes_validate\nfor one in json.load(sys.stdin): kubernetes_validate.validate(one, "1.31", strict=True)';
      const checked = spawnSync('python3', ['-c', script], {
        input: JSON.stringify(rendered(everything)),
        encoding: 'utf8',
      });
      expect([checked.status, checked.stderr]).toEqual([0, '']);
    },
  );
});

function podOf(spec: z.infer<typeof resource>['spec']): z.infer<typeof pod> {
  return z.looseObject({ template: z.looseObject({ spec: pod }) }).parse(spec).template.spec;
}
