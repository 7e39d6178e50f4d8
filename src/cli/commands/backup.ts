import type { Command } from 'commander';
import { readEnvironment } from '../../../config/env.ts';
import { createKeyPair } from '../../adapters/backup-file/key-pair.ts';
import { makeBackup } from '../../compose/make-backup.ts';
import { verifyBackup } from '../../compose/restore-backup.ts';
import { countedEn, countedFr } from '../counted.ts';
import { presentRead, sayRead } from '../present-backup.ts';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

type Json = { readonly json?: boolean };

/** Copies of everything, as it is at one moment. */
export function backupCommand(program: Command): void {
  const backup = program
    .command('backup')
    .description('sauvegarde de tout ce qui est gardé / backup of all that is kept');
  backup
    .command('write', { isDefault: true })
    .argument('<place>', 'fichier nouveau, ou dossier / new file, or folder')
    .option(
      '--recipient <key...>',
      'chiffrée pour ces clés publiques ; sans, les clés secrètes n’y sont pas / encrypted for these public keys; without, secret keys are left out',
    )
    .description('écrit une sauvegarde, même pendant le service / writes a backup, also beside a server')
    .option('--json', 'sortie en JSON / JSON output')
    .action((place: string, options: Json & { recipient?: string[] }) =>
      withSourcier(async (sourcier) => {
        const made = await makeBackup(sourcier, place, options.recipient ?? []);
        if (options.json) return printJson(made);
        const { file, bytes, blobs, blobsMissing } = made;
        process.stdout.write(
          `${say(sourcier.environment, {
            fr: `${file} : ${bytes} octets, ${countedFr(blobs, 'fichier de document', 'fichiers de documents')} ; ${countedFr(blobsMissing, 'manquait', 'manquaient')}.`,
            en: `${file}: ${bytes} bytes, ${countedEn(blobs, 'file of a document', 'files of documents')}; ${countedEn(blobsMissing, 'was missing', 'were missing')}.`,
          })}\n`,
        );
      }),
    );
  backup
    .command('verify')
    .argument('<file>')
    .option('--identity <file>', 'clé qui l’ouvre / key that opens it')
    .description('la lit en entier, sans rien restaurer / reads all of it, restores nothing')
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (file: string, options: Json & { identity?: string }) => {
      const read = await verifyBackup({ file, identityFile: options.identity ?? null });
      if (options.json) return printJson(presentRead(read));
      process.stdout.write(`${say(readEnvironment(), sayRead(read))}\n`);
    });
  backup
    .command('key')
    .argument('<file>', 'fichier nouveau pour la clé secrète / new file for the secret key')
    .description(
      'fait une paire de clés et affiche la publique / makes a pair of keys and prints the public one',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (file: string, options: Json) => {
      const { recipient } = await createKeyPair(file);
      if (options.json) return printJson({ recipient });
      process.stdout.write(`${recipient}\n`);
    });
}
