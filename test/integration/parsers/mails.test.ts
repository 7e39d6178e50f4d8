import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import type { ParsedDocument } from '../../../src/core/parsed-document.ts';
import { dataFolder, noData } from './data.ts';
import { textOf } from './parsed-text.ts';

async function read(file: string): Promise<ParsedDocument> {
  const outcome = await readDocument(readFileSync(`${dataFolder}documents/${file}`), { name: file });
  if (outcome.outcome !== 'parsed') throw new Error(`${file}: ${outcome.reason}`);
  return outcome.document;
}

describe.skipIf(noData !== false)(`mails, calendars and subtitles of others ${noData || ''}`, () => {
  test('an Outlook mail: people, text, attached files', async () => {
    const document = await read('docling__msg_with_attachment.msg');
    expect(document).toMatchObject({ title: 'Email with Attachment', author: 'Alice Example' });
    expect(textOf(document)).toContain('À : Bob Example <bob@example.com>');
    expect(document.attachments.map(({ name }) => name)).toEqual(['test.txt', 'report.pdf']);
    expect(Buffer.from(document.attachments[1]?.bytes ?? []).toString()).toMatch(/^%PDF/);
  });

  test('an Outlook meeting: start, end, place', async () => {
    expect(textOf(await read('tika__testMSG_Appointment.msg'))).toMatch(
      /Début : mardi 28 février 2017 \(2017-02-28\) à 19:30 \(Europe\/Paris\).*Fin : .*20:00 \(Europe\/Paris\).*Lieu : under lazy dog\n/,
    );
  });

  test('copies of an Outlook mail', async () => {
    expect(textOf(await read('unstructured__fake-email-with-cc-and-bcc.msg'))).toContain(
      'Copie : steve@unstructured.io. Copie cachée : hello@unstructured.io',
    );
  });

  test('the advertisement of a telephone company is a signature', async () => {
    const { blocks } = await read('mail__raw_email4.eml');
    expect(
      blocks
        .filter(({ aside }) => aside === undefined)
        .map((block) => block.kind === 'paragraph' && block.text),
    ).toEqual([expect.stringMatching(/^De : /), 'Some text']);
    expect(blocks.some(({ aside }) => aside === 'mail-signature')).toBe(true);
  });

  test('a mailbox: its message is a mail', async () => {
    const [message] = (await read('tika__testMBOX_complex.mbox')).attachments;
    const outcome = await readDocument(message?.bytes ?? new Uint8Array(), { name: message?.name ?? '' });
    expect(outcome).toMatchObject({ outcome: 'parsed', format: 'eml', document: { author: 'Some Person' } });
  });

  test('a page saved by Firefox, in its own charset', async () => {
    const document = await read('tika__testMHTMLFirefox.mhtml');
    expect(document.title).toBe('Aperture Framework');
    expect(textOf(document)).toContain('Main Entry: ap·er·ture');
  });

  test('a calendar with exceptions', async () => {
    expect(textOf(await read('ical__recur_instances.ics'))).toMatch(
      /chaque mois, le premier mardi.*Sauf : mardi 2 avril 2013/,
    );
  });

  test('who speaks, and when', async () => {
    const { blocks } = await read('docling__webvtt_example_01.vtt');
    expect(blocks[1]).toEqual({
      kind: 'paragraph',
      text: 'Neil deGrasse Tyson : Didn’t we talk about enough in that conversation?',
      place: { kind: 'speech', speakers: ['Neil deGrasse Tyson'], fromSeconds: 30.5, toSeconds: 32.5 },
    });
    expect(textOf(await read('tika__test_subrip.srt'))).toMatch(/^ESSAI DE SOUS-TITRES "Pour tester/);
  });
});
