import { describe, expect, test } from 'vitest';
import type { ParsedDocument, ParseOutcome } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

const readAny = (name: string, content: string | Uint8Array): Promise<ParseOutcome> =>
  readDocument(typeof content === 'string' ? Buffer.from(content) : content, { name });

async function read(name: string, content: string | Uint8Array): Promise<ParsedDocument> {
  const outcome = await readAny(name, content);
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

const textOf = ({ blocks }: ParsedDocument): string =>
  blocks
    .map((block) => (block.kind === 'table' ? JSON.stringify([block.header, ...block.rows]) : block.text))
    .join(' | ');
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

// « Le contrat est signé. », signed with a key made for it: BER of indefinite length, then detached, then sealed.
const signed = base64(
  'MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgAQXTGUgY29udHJhdCBlc3Qgc2lnbsOpLgoAAAAAAAAxggF4MIIBdAIBATAmMA4xDDAKBgNVBAMMA0FuYQIUOb5bNfFOhVIsMltRFmSfOmW+D6kwCwYJYIZIAWUDBAIBoIHkMBgGCSqGSIb3DQEJAzELBgkqhkiG9w0BBwEwHAYJKoZIhvcNAQkFMQ8XDTI2MTEyNTIxMzQ1MlowLwYJKoZIhvcNAQkEMSIEICyFCXzs1ondZTgX0oKbk0n5EdzJSllkc63u3nXen8mZMHkGCSqGSIb3DQEJDzFsMGowCwYJYIZIAWUDBAEqMAsGCWCGSAFlAwQBFjALBglghkgBZQMEAQIwCgYIKoZIhvcNAwcwDgYIKoZIhvcNAwICAgCAMA0GCCqGSIb3DQMCAgFAMAcGBSsOAwIHMA0GCCqGSIb3DQMCAgEoMAoGCCqGSM49BAMCBEcwRQIgCQtMhZOJStq4aKefNoTx98aYYp8jPGiF+9czP1DGYFICIQD93FKjbxx+vIOZj81owxLb2Cj/8xbCcV99pAha1mAvMgAAAAAAAA==',
);
const detached = base64(
  'MIIBrgYJKoZIhvcNAQcCoIIBnzCCAZsCAQExDTALBglghkgBZQMEAgEwCwYJKoZIhvcNAQcBMYIBeDCCAXQCAQEwJjAOMQwwCgYDVQQDDANBbmECFDm+WzXxToVSLDJbURZknzplvg+pMAsGCWCGSAFlAwQCAaCB5DAYBgkqhkiG9w0BCQMxCwYJKoZIhvcNAQcBMBwGCSqGSIb3DQEJBTEPFw0yNjExMjUyMTM0NTJaMC8GCSqGSIb3DQEJBDEiBCAshQl87NaJ3WU4F9KCm5NJ+RHcyUpZZHOt7t513p/JmTB5BgkqhkiG9w0BCQ8xbDBqMAsGCWCGSAFlAwQBKjALBglghkgBZQMEARYwCwYJYIZIAWUDBAECMAoGCCqGSIb3DQMHMA4GCCqGSIb3DQMCAgIAgDANBggqhkiG9w0DAgIBQDAHBgUrDgMCBzANBggqhkiG9w0DAgIBKDAKBggqhkjOPQQDAgRHMEUCIQDnKlOPlHtDCkIS8bxNNa41E8bUSJOuBPcZLH5EeKRmrgIgV8sY+8gNwE7/JX+ef+NUEKVTDUwpxXm/tl+8BcwLCxo=',
);
const sealed = base64(
  'MIIBIAYJKoZIhvcNAQcDoIIBETCCAQ0CAQIxgbmhgbYCAQOgUaFPMAkGByqGSM49AgEDQgAETVe7fJXgeEAZrUehr2Q98AlPZeuYoHPK1khiKSyAQKfur+qPh+R3peGdvG2PEMLIMejNNwpIKKJvocyIUWY0ODAYBgkrgQUQhkg/AAIwCwYJYIZIAWUDBAEFMEQwQjAmMA4xDDAKBgNVBAMMA0FuYQIUOb5bNfFOhVIsMltRFmSfOmW+D6kEGIiFg5wmbD0GPrGfseRVbQQdD0x853ENLzBMBgkqhkiG9w0BBwEwHQYJYIZIAWUDBAECBBBooQlPHPpYzgxOAENVn0QIgCB/FSDcpLtLjq2MqwhxAKL1/prEaPBe4wFIz/q54ZBb3w==',
);

describe('EML', () => {
  test('text without a charset is read as old programs wrote it', async () => {
    const plain = Buffer.from('Subject: a\nContent-Type: text/plain\n\n\xe9t\xe9', 'latin1');
    expect(textOf(await read('a.eml', plain))).toBe('été');
    expect(textOf(await read('a.eml', Buffer.from('Subject: a\n\n\xe9t\xe9', 'latin1')))).toBe('été');
    const page = Buffer.from(
      'Subject: a\nContent-Type: text/html\n\n<meta charset=iso-8859-2><p>\xb1',
      'latin1',
    );
    expect(textOf(await read('a.eml', page))).toBe('ą');
  });

  test('pictures of the body and signatures are no attachments; a calendar and a mail without a name get one', async () => {
    const part = (...lines: string[]): string[] => ['--x', ...lines];
    const document = await read(
      'a.eml',
      [
        'Subject: a',
        'Content-Type: multipart/signed; boundary=x',
        '',
        ...part('Content-Type: multipart/related; boundary=y', ''),
        ...['--y', 'Content-Type: text/html', '', '<p>Bonjour<img src="cid:1">', ''],
        ...['--y', 'Content-Type: image/png', 'Content-ID: <1>', '', 'png', '--y--'],
        ...part('Content-Type: text/calendar; method=REQUEST', '', 'BEGIN:VCALENDAR'),
        ...part('Content-Type: message/rfc822', '', 'Subject: b', '', 'c'),
        ...part('Content-Type: application/pkcs7-signature; name=smime.p7s', '', 'x'),
        '--x--',
      ].join('\r\n'),
    );
    expect(textOf(document)).toBe('Bonjour');
    expect(document.attachments.map(({ name }) => name)).toEqual([
      'piece-jointe-2.ics',
      'piece-jointe-3.eml',
    ]);
    expect(document.warnings).toEqual([{ code: 'signature-unchecked', count: 1 }]);
  });

  const smime = (body: Buffer): string =>
    `From: ana@b.fr\nSubject: Contrat\nContent-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${body.toString('base64')}\n`;

  test('a mail inside its signature is opened, a sealed one is encrypted', async () => {
    const document = await read('a.eml', smime(signed));
    expect(document).toMatchObject({ title: 'Contrat', warnings: [{ code: 'signature-unchecked' }] });
    expect(await readAny('a.eml', smime(sealed))).toMatchObject({ outcome: 'skipped', reason: 'encrypted' });
    expect(await read('a.p7m', smime(signed))).toMatchObject({ title: 'Contrat' });
  });

  test('files wrapped in a winmail.dat are attachments', async () => {
    const attribute = (id: number, data: Buffer): Buffer => {
      const head = Buffer.alloc(9);
      head[0] = 2;
      head.writeUInt32LE(id, 1);
      head.writeUInt32LE(data.length, 5);
      return Buffer.concat([head, data, Buffer.alloc(2)]);
    };
    const tnef = Buffer.concat([
      base64('eJ8+IgEA'),
      attribute(0x00069002, Buffer.alloc(14)),
      attribute(0x00018010, Buffer.from('ordre.txt\0')),
      attribute(0x0006800f, Buffer.from('Bonjour')),
      attribute(0x00069002, Buffer.from('cut')).subarray(0, 11),
    ]);
    const mail = (data: Buffer): string =>
      `Subject: a\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${data.toString('base64')}`;
    const { attachments } = await read('a.eml', mail(tnef));
    expect(attachments.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['ordre.txt', 'Bonjour'],
    ]);
    expect((await read('a.eml', mail(Buffer.from('not TNEF')))).attachments).toEqual([]);
  });
});

describe('signed files', () => {
  test('what stands inside is the document, whatever the form of its signature', async () => {
    const pem = `-----BEGIN PKCS7-----\n${signed.toString('base64')}\n-----END PKCS7-----\n`;
    for (const [name, content] of [
      ['contrat.txt.p7m', signed],
      ['contrat.txt.p7m', signed.toString('base64')],
      ['contrat.txt.p7m', pem],
      ['contrat', signed],
    ] as const) {
      const document = await read(name, content);
      expect(textOf(document)).toBe('Le contrat est signé.');
      expect(document.warnings).toEqual([{ code: 'signature-unchecked', count: 1 }]);
    }
  });

  test('a signature alone has no text, a sealed file is encrypted, the rest is damaged', async () => {
    expect(await readAny('a.pdf.p7s', detached)).toMatchObject({ outcome: 'skipped', reason: 'no-text' });
    expect(await readAny('a.pdf.p7m', sealed)).toMatchObject({ outcome: 'skipped', reason: 'encrypted' });
    expect(await readAny('a.p7m', signed.subarray(0, 80))).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
  });

  test('R48: signatures nested without end are refused', async () => {
    const opening = base64('MIAGCSqGSIb3DQEHAqCA');
    const deep = Buffer.concat([
      opening,
      ...Array.from({ length: 100_000 }, () => Buffer.from([0x30, 0x80])),
    ]);
    expect(await readAny('a.p7m', deep)).toMatchObject({ outcome: 'failed', reason: 'damaged' });
  });
});

describe('mailbox', () => {
  const message = (subject: string, body = 'Bonjour') =>
    `From ana@b.fr Thu May  2 10:00:00 2024\nFrom: Ana <ana@b.fr>\nSubject: ${subject}\nDate: Thu, 2 May 2024 10:00:00 +0200\n\n${body}\n\n`;

  test('each message is a document of its own, the list names them', async () => {
    const mailbox = message('Budget', '>From ici\nFrom now on, nothing') + message('=?utf-8?Q?=C3=89coles?=');
    const document = await read('boite.mbox', mailbox);
    expect(document.blocks).toEqual([
      {
        kind: 'table',
        header: ['Date', 'Expéditeur', 'Objet'],
        rows: [
          ['2024-05-02', 'Ana', 'Budget'],
          ['2024-05-02', 'Ana', 'Écoles'],
        ],
      },
    ]);
    expect(document.attachments.map(({ name }) => name)).toEqual([
      '2024-05-02 Budget.eml',
      '2024-05-02 Écoles.eml',
    ]);
    const [first] = document.attachments;
    expect(textOf(await read(first?.name ?? '', first?.bytes ?? ''))).toMatch(
      /From ici From now on, nothing$/,
    );
  });

  test('R48: messages are bounded, those left out are counted', async () => {
    const document = await read('boite.mbox', message('a').repeat(2_003));
    expect(document.attachments).toHaveLength(2_000);
    expect(document.warnings).toEqual([{ code: 'members-unread', count: 3 }]);
  });
});

test('MHTML: the page is read, in the charset that it declares', async () => {
  const page = [
    'From: <Saved by Blink>',
    'Subject: Page',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; type="text/html"; boundary=x',
    '',
    '--x',
    'Content-Type: text/html',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Diso-8859-15"><nav>Menu</nav><main><h1>=C9t=E9</h1><p>10 =A4</main>',
    '--x',
    'Content-Type: image/png',
    '',
    'x',
    '--x--',
  ].join('\r\n');
  const document = await read('page.mhtml', page);
  expect(textOf(document)).toBe('Été | 10 €');
  expect(document).toMatchObject({ title: 'Été', attachments: [] });
});
