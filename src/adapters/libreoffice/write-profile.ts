import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Setting = readonly [path: string, name: string, value: string | number | boolean];

const scripting = '/org.openoffice.Office.Common/Security/Scripting';
const internet = '/org.openoffice.Inet/Settings';

/** What a document may not have done for it, whatever else holds it back. */
const settings: readonly Setting[] = [
  [scripting, 'MacroSecurityLevel', 3],
  [scripting, 'DisableMacrosExecution', true],
  [scripting, 'DisableActiveContent', true],
  // Documents load nothing from elsewhere: no place is trusted.
  [scripting, 'BlockUntrustedRefererLinks', true],
  // Never: 0 in texts, 1 in sheets.
  ['/org.openoffice.Office.Writer/Content/Update', 'Link', 0],
  ['/org.openoffice.Office.Writer/Content/Update', 'Field', false],
  ['/org.openoffice.Office.Calc/Content/Update', 'Link', 1],
  // Where the system cannot take the network away: a proxy that nobody listens for, on the port of "discard".
  [internet, 'ooInetProxyType', 2],
  ...['HTTP', 'HTTPS', 'FTP'].flatMap((scheme): Setting[] => [
    [internet, `ooInet${scheme}ProxyName`, '127.0.0.1'],
    [internet, `ooInet${scheme}ProxyPort`, 9],
  ]),
  [internet, 'ooInetNoProxy', ''],
];

/** Writes a fresh profile that forbids macros, links, updates and remote content into an empty folder. */
export async function writeProfile(folder: string, soffice: string): Promise<void> {
  const user = join(folder, 'user');
  await mkdir(join(user, 'extensions'), { recursive: true });
  await writeFile(join(user, 'registrymodifications.xcu'), registry());
  const build = await buildOf(soffice);
  // Without it LibreOffice takes the profile for that of another version, and asks to be started twice.
  if (build !== null) await writeFile(join(user, 'extensions', 'buildid'), build);
}

function registry(): string {
  const items = settings.map(
    ([path, name, value]) =>
      `<item oor:path="${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${items.join('\n')}
</oor:items>
`;
}

async function buildOf(soffice: string): Promise<string | null> {
  const versions = await readFile(join(dirname(soffice), 'versionrc'), 'utf8').catch(() => '');
  return /^buildid=(.+)$/m.exec(versions)?.[1] ?? null;
}
