import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a busy machine has to answer takes longer than the usual second.
    expect: { poll: { timeout: 20_000 } },
    // Two cores: more processes would only wait for each other and make servers slow to answer.
    maxWorkers: 2,
    // Files share a process, which would otherwise load the same modules for each. What one sets, it puts back.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,config,test/unit,web,bench,eval}/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['test/contract/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/{integration,access}/**/*.test.ts'],
          globalSetup: ['test/support/prepared-folder.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'acceptance',
          include: ['test/{acceptance,browser}/**/*.test.ts'],
          globalSetup: ['test/support/prepared-folder.ts'],
        },
      },
    ],
  },
});
