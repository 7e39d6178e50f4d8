import type { Command } from 'commander';
import { countedEn, countedFr } from '../counted.ts';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

export function blobsCommand(program: Command): void {
  program
    .command('blobs')
    .description('où se trouvent les fichiers / where files lie')
    .command('rewrite')
    .description(
      'chiffre, ou déchiffre, ce qui ne l’est pas comme prévu / seals, or opens, what is not as set',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { json?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        let rewritten = 0;
        for (const { id } of await stores.access.listOrganisations())
          rewritten += await stores.blobs.rewrite(id);
        const encryption = environment.sealsBlobs ? 'on' : 'off';
        if (options.json) return printJson({ rewritten, encryption });
        const line = environment.sealsBlobs
          ? {
              fr: `${countedFr(rewritten, 'fichier chiffré', 'fichiers chiffrés')}.`,
              en: `${countedEn(rewritten, 'file')} sealed.`,
            }
          : {
              fr: `${countedFr(rewritten, 'fichier')} remis en clair.`,
              en: `${countedEn(rewritten, 'file')} opened.`,
            };
        process.stdout.write(`${say(environment, line)}\n`);
      }),
    );
}
