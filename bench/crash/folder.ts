import { appendFileSync, cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const corpus = join(root, '..', 'shared', 'data', 'corpus-betagouv');
const demo = join(root, 'demo', 'documents');

/**
 * Fills a folder with files to ingest: mails with attachments and other formats of the demo, then pages of the larger
 * corpus where this machine has it. Gives how many.
 */
export function fillFolder(folder: string, count: number): number {
  const ofDemo = globSync(['**/*.eml', '**/*.docx', '**/*.csv'], { cwd: demo }).sort();
  const ofCorpus = existsSync(corpus) ? globSync('**/*.md', { cwd: corpus }).sort() : [];
  const files = [
    // A fifth are pages at least: those are edited (`changeFolder`).
    ...ofDemo
      .slice(0, Math.floor(count * 0.8))
      .map((path) => ({ from: join(demo, path), path: join('demo', path) })),
    ...ofCorpus.map((path) => ({ from: join(corpus, path), path })),
  ].slice(0, count);
  for (const { from, path } of files) {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
  return files.length;
}

/** What people do to a folder meanwhile, the same for each number: some pages are edited, one comes, one goes. */
export function changeFolder(folder: string, round: number): void {
  const pages = globSync('**/*.md', { cwd: folder }).sort();
  for (const [i, page] of pages.entries())
    if (i % 2 === round % 2)
      appendFileSync(join(folder, page), `\n\nÉdition numéro ${round} de la page ${i}.\n`);
  writeFileSync(join(folder, `nouvelle-${round}.md`), `# Nouvelle ${round}\n\nArrivée au tour ${round}.\n`);
  const gone = pages.find((page) => page.startsWith(`nouvelle-${round - 2}`));
  if (gone) rmSync(join(folder, gone));
  const mail = (name: string, attached: string) => ({ name, attached });
  const { name, attached } =
    round % 2 ? mail('ordre.csv', 'point;heure\nvœux;18 h') : mail('lieu.txt', 'Salle des fêtes.');
  writeFileSync(join(folder, 'convocation.eml'), aMail(`Tour ${round}`, name, attached));
}

/** A mail whose attachment changes its name from one round to the next, so that attachments come and go too. */
function aMail(subject: string, name: string, attached: string): string {
  return [
    'From: maire@bellerive.example',
    'To: conseil@bellerive.example',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="limite"',
    '',
    '--limite',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Veuillez trouver la convocation, ${subject}.`,
    '--limite',
    `Content-Type: application/octet-stream; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(attached).toString('base64'),
    '--limite--',
    '',
  ].join('\r\n');
}
