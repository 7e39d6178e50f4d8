import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findJail, type Jail, openJail } from '../../../src/adapters/libreoffice/confine.ts';
import { createOfficeConverter } from '../../../src/adapters/libreoffice/office-converter.ts';
import { makeScratchFolder } from '../../../src/adapters/libreoffice/scratch-folder.ts';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { docxOf } from '../parsers/docx.ts';
import { linkingOdt } from './linking-document.ts';
import { noSoffice, soffice } from './soffice.ts';

const run = promisify(execFile);
const secret = 'Canarisecret';
const program = soffice ?? '';

let folder: string;
let server: Server;
let address: string;
const requests: string[] = [];
const documents: Record<string, string> = {};
const pool = createParserPool({ size: 1 });

describe.skipIf(noSoffice !== false)(
  `documents that link elsewhere${noSoffice ? ` (${noSoffice})` : ''}`,
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'linking-'));
      server = createServer((request, reply) => {
        requests.push(`${request.method} ${request.url}`);
        reply.end(`${secret}web`);
      }).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="80"><text x="10" y="50" font-size="30">${secret}</text></svg>`;
      await writeFile(join(folder, 'secret.svg'), drawing);
      await writeFile(join(folder, 'secret.txt'), `${secret} dans un fichier voisin.\n`);
      const near = (name: string) => `file://${join(folder, name)}`;
      documents.odt = join(folder, 'link.odt');
      await writeFile(
        documents.odt,
        linkingOdt({
          sections: [near('secret.txt'), `${address}/section.txt`],
          pictures: [near('secret.svg'), `${address}/picture.png`],
        }),
      );
      documents.docx = join(folder, 'link.docx');
      await writeFile(documents.docx, linkingDocx(near('secret.txt'), near('secret.svg'), address));
      // With LibreOffice's own settings and nothing around it, to compare with. A new profile makes it end at first.
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
      for (const target of ['doc', 'doc', 'pdf']) {
        const words = [profile, '--headless', '--convert-to', target, '--outdir', folder, documents.odt];
        await run(program, words).catch(() => undefined);
      }
      documents.doc = join(folder, 'link.doc');
    });
    afterAll(async () => {
      server?.close();
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('left to itself, LibreOffice fetches what a document links and shows a file beside it', async () => {
      expect(requests.length).toBeGreaterThan(0);
      const pages = await pool.pageTexts({ path: join(folder, 'link.pdf') });
      expect(pages?.join(' ')).toContain(secret);
    });

    describe.each(['own files only', 'profile and network alone'])('%s', (kind) => {
      let jail: Jail;
      beforeAll(async () => {
        const scratch = await makeScratchFolder();
        const found = kind === 'own files only' ? await findJail(program, scratch.path) : await openJail();
        await scratch.remove();
        if (!found) throw new Error('LibreOffice does not run');
        jail = found;
      });
      beforeEach(() => {
        requests.length = 0;
      });

      test.each([
        ['odt', 'pdf'],
        ['docx', 'pdf'],
        ['doc', 'pdf'],
        ['doc', 'docx'],
      ] as const)('R49: a %s that becomes a %s brings nothing from files or servers', async (format, target) => {
        const converter = createOfficeConverter(program, async () => jail);
        const made = await converter.convert({ path: documents[format] ?? '', format }, target);
        if (made.outcome !== 'converted') throw new Error(made.reason);
        const read = target === 'pdf' ? pool.pageTexts(made) : pool.parse({ ...made, name: `a.${target}` });
        const text = JSON.stringify(await read);
        await made.release();
        expect(text).toContain('Fin du document');
        expect(text).not.toContain(secret);
        expect(requests).toEqual([]);
      });
    });

    test('R49: what runs in a root of its own sees no file but programs and the document, and cannot change those', async (context) => {
      const scratch = await makeScratchFolder();
      context.onTestFinished(scratch.remove);
      const jail = await findJail(program, scratch.path);
      if (!jail?.seesOwnFilesOnly) return context.skip('this machine has no user namespaces');
      const inside = async (script: string) => {
        const [command = '', ...words] = jail.commandLine(scratch.path, ['sh', '-c', script]);
        const { stdout } = await run(command, words);
        return stdout.trim();
      };
      expect(await inside(`cat ${join(folder, 'secret.txt')} || echo absent`)).toBe('absent');
      expect(await inside('cat /etc/passwd /proc/1/root/etc/passwd || echo absent')).toBe('absent');
      expect(await inside('ls /')).toBe(
        ['bin', 'dev', 'etc', 'lib', 'lib64', 'proc', 'tmp', 'usr', 'var', 'work'].join('\n'),
      );
      expect(
        await inside('for p in /usr/lib/x /etc/x /x; do (: > $p) 2>/dev/null && echo $p; done; echo none'),
      ).toBe('none');
      expect(await inside(': > /work/out/x && echo written')).toBe('written');
      expect(await inside('cat /proc/net/dev | grep -c :')).toBe('1');
      expect(await inside('grep CapEff /proc/self/status')).toMatch(/\s0+$/);
      expect(await inside('unshare --user true 2>/dev/null && echo more || echo no')).toBe('no');
      expect(await readFile(join(folder, 'secret.txt'), 'utf8')).toContain(secret);
    });
  },
);

/** A DOCX that wants a text by field, a picture by relationship, and a template. */
function linkingDocx(text: string, picture: string, web: string): Uint8Array {
  const relationships = (types: Readonly<Record<string, readonly [type: string, target: string]>>) =>
    Buffer.from(
      `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(
        types,
      )
        .map(
          ([id, [type, target]]) =>
            `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/>`,
        )
        .join('')}</Relationships>`,
    );
  const drawing = (id: string) =>
    `<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:300pt;height:60pt"><v:imagedata xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="${id}" r:href="${id}"/></v:shape></w:pict></w:r></w:p>`;
  const include = (what: string) =>
    `<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;${what}&quot; "><w:r><w:t>texte lié</w:t></w:r></w:fldSimple></w:p>`;
  return docxOf(
    `<w:p><w:r><w:t>Bonjour</w:t></w:r></w:p>${include(text)}${include(`${web}/field.docx`)}${drawing('p1')}${drawing('p2')}<w:p><w:r><w:t>Fin du document</w:t></w:r></w:p>`,
    {
      'word/_rels/document.xml.rels': relationships({
        p1: ['image', picture],
        p2: ['image', `${web}/picture.png`],
      }),
      'word/settings.xml': Buffer.from(
        '<?xml version="1.0"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:attachedTemplate r:id="t1"/></w:settings>',
      ),
      'word/_rels/settings.xml.rels': relationships({ t1: ['attachedTemplate', `${web}/template.dotm`] }),
    },
  );
}
