import type { Command } from 'commander';

type AddTo = (program: Command) => void;

/**
 * Every command by its name, in the order of the help. Each is loaded when it is wanted: most of what they need serves one of
 * them alone. A new command is one file in `commands/` and one line here.
 */
export const commands: Readonly<Record<string, () => Promise<AddTo>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  org: async () => (await import('./commands/org.ts')).orgCommand,
  token: async () => (await import('./commands/token.ts')).tokenCommand,
  ingest: async () => (await import('./commands/ingest.ts')).ingestCommand,
  remove: async () => (await import('./commands/remove.ts')).removeCommand,
  read: async () => (await import('./commands/read.ts')).readCommand,
  search: async () => (await import('./commands/search.ts')).searchCommand,
  ask: async () => (await import('./commands/ask.ts')).askCommand,
  task: async () => (await import('./commands/task.ts')).taskCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  reindex: async () => (await import('./commands/reindex.ts')).reindexCommand,
  blobs: async () => (await import('./commands/blobs.ts')).blobsCommand,
  models: async () => (await import('./commands/models.ts')).modelsCommand,
  alias: async () => (await import('./commands/alias.ts')).aliasCommand,
  provider: async () => (await import('./commands/provider.ts')).providerCommand,
  issuer: async () => (await import('./commands/issuer.ts')).issuerCommand,
  'service-key': async () => (await import('./commands/service-key.ts')).serviceKeyCommand,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  exposure: async () => (await import('./commands/exposure.ts')).exposureCommand,
  failed: async () => (await import('./commands/failed.ts')).failedCommand,
  source: async () => (await import('./commands/source.ts')).sourceCommand,
  backfill: async () => (await import('./commands/backfill.ts')).backfillCommand,
  space: async () => (await import('./commands/space.ts')).spaceCommand,
  feedback: async () => (await import('./commands/feedback.ts')).feedbackCommand,
  security: async () => (await import('./commands/security.ts')).securityCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  erase: async () => (await import('./commands/erase.ts')).eraseCommand,
  erasures: async () => (await import('./commands/erasures.ts')).erasuresCommand,
  person: async () => (await import('./commands/person.ts')).personCommand,
  retention: async () => (await import('./commands/retention.ts')).retentionCommand,
  sharing: async () => (await import('./commands/sharing.ts')).sharingCommand,
  hold: async () => (await import('./commands/hold.ts')).holdCommand,
  budget: async () => (await import('./commands/budget.ts')).budgetCommand,
  usage: async () => (await import('./commands/usage.ts')).usageCommand,
  watch: async () => (await import('./commands/watch.ts')).watchCommand,
  contract: async () => (await import('./commands/contract.ts')).contractCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
  eval: async () => (await import('./commands/eval.ts')).evalCommand,
  calibrate: async () => (await import('./commands/calibrate.ts')).calibrateCommand,
  fit: async () => (await import('./commands/fit.ts')).fitCommand,
};
