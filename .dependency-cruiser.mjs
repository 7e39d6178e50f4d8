/** Who may import whom: imports point inward, core and ports know nobody. */
const outside = '^(src/(adapters|http|cli|compose)|workers|eval|web|demo|bench|test|setup)';

/** Packages that only compute: they may stand in core. Anything that talks to the world may not. */
const pure = ['zod', 'p-limit', '@orama/stemmers', 'eld', 'gpt-tokenizer'];

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-knows-nobody',
      comment: 'core and ports import each other, the job catalogue and the tunables only',
      severity: 'error',
      from: { path: '^src/(core|ports|queue)', pathNot: '\\.test\\.ts$' },
      to: { path: outside },
    },
    {
      name: 'core-has-no-vendor',
      severity: 'error',
      from: { path: '^src/(core|ports|queue)', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: pure.map((name) => `node_modules/${name}/`),
      },
    },
    {
      name: 'core-has-no-io',
      severity: 'error',
      from: { path: '^src/(core|ports|queue)', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(node:)?(fs|fs/promises|net|http|https|http2|child_process|worker_threads|dns|tls|process|os)$',
      },
    },
    {
      name: 'env-is-read-in-one-place',
      comment: 'the environment reaches adapters and features as arguments',
      severity: 'error',
      from: { pathNot: '^(src/(cli|compose)|src/compose\\.ts|workers|bench|eval|test|config)' },
      to: { path: '^config/env\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-stay-apart',
      comment: 'an adapter knows core and ports; the file adapters share a folder',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^(src/(http|cli|compose)|workers|web)' },
    },
    {
      name: 'http-knows-core-only',
      severity: 'error',
      from: { path: '^src/http/' },
      to: { path: '^(src/(adapters|cli|compose)|workers|web)' },
    },
    {
      name: 'access-filter-maker',
      comment: 'an AccessFilter comes from authoriseCaller(), or from the builder of tests (R01)',
      severity: 'error',
      from: {
        path: '^(src|workers|eval)',
        pathNot: '^src/core/access/authorise-caller\\.ts$',
      },
      to: { path: '^src/core/access/access-filter\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: '^(src|workers|config)', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench)' },
    },
    {
      name: 'not-to-dev',
      severity: 'error',
      from: { path: '^(src|workers|config)', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(mdast|hast)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
