import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import type { ParseOutcome } from '../../../src/core/parsed-document.ts';
import { reasons } from '../../../src/core/reasons.ts';
import { dataFolder, noData } from './data.ts';

/** A change of a seed: some bytes overwritten, a piece removed, a piece repeated. Places are shares of the length. */
type Mutation = {
  readonly kind: 'write' | 'cut' | 'repeat';
  readonly at: number;
  readonly bytes: Uint8Array;
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('write', 'cut', 'repeat'),
    at: share,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 24 }),
  }),
  { minLength: 1, maxLength: 8 },
);

function mutate(seed: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  return changes.reduce((bytes, { kind, at, bytes: piece }) => {
    const start = Math.floor(at * bytes.length);
    const end = Math.min(bytes.length, start + piece.length);
    const [before, middle, after] = [
      bytes.subarray(0, start),
      bytes.subarray(start, end),
      bytes.subarray(end),
    ];
    if (kind === 'write') return Buffer.concat([before, piece, after]);
    if (kind === 'cut') return Buffer.concat([before, after]);
    return Buffer.concat([before, ...Array<Uint8Array>(50).fill(middle), after]);
  }, seed);
}

const cms = Buffer.from(
  'MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgAQXTGUgY29udHJhdCBlc3Qgc2lnbsOpLgoAAAAAAAAxAAAAAAAA',
  'base64',
).toString('latin1');

function expectSound(outcome: ParseOutcome): void {
  if (outcome.outcome === 'parsed') expect(Array.isArray(outcome.document.blocks)).toBe(true);
  else expect(Object.keys(reasons)).toContain(outcome.reason);
}

const textSeeds: Readonly<Record<string, string>> = {
  'a.md':
    '---\ntitle: Essai\n---\n# Titre\n\n- a\n  - b\n\n> c\n\n|a|b|\n|-|-|\n|1|2|\n\n<details><b>x</b></details>\n\n```js\ncode\n```\n[^1]\n\n[^1]: note',
  'a.html':
    '<!doctype html><title>T</title><main><h1>A</h1><ul><li>b<ul><li>c</ul></ul><table><tr><th>x<td rowspan=2>y</table><pre>z</pre>',
  'a.csv': 'nom;âge;__proto__\n"Ana ""B""";41;x\nBob;;y\n',
  'a.txt': 'Bonjour à tous\n\n- un\n- deux\n\n1. premier',
  'a.eml':
    'From: Ana <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?B?w6l0w6k=?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Bonjour</p>\n--x\nContent-Disposition: attachment; filename="a.txt"\nContent-Transfer-Encoding: base64\n\nYQ==\n--x--\n',
  'b.eml':
    'From: Ana <a@example.org>\nSubject: Re: a\n\nOui.\n\nCordialement,\nAna\n01 23 45 67 89\n\nLe 2 mai 2024, Bob <b@example.org> a écrit :\n> Non ?\n>> Si\n\nDe : Zoé\nEnvoyé : hier\nObjet : a\n\nFin\n',
  'c.eml':
    'Subject: a\nContent-Type: text/html\n\n<table><tr><td>a</table><div class=gmail_quote><p>b<blockquote type=cite>c</blockquote></div><div id=divRplyFwdMsg>De : x</div><p style="color:#fff">d',
  'a.mbox':
    'From a@b.c Mon Jan  1 00:00:00 2024\nSubject: x\n\na\n\nFrom a@b.c Mon Jan  1 00:00:00 2024\nSubject: y\n\n>From b\n',
  'a.mhtml':
    'Subject: a\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=C3=A9\n--x--\n',
  'a.ics':
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Europe/Paris:20240312T140000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO,-1TU;COUNT=3\nEXDATE:20240312\nATTENDEE;CN="b":mailto:a@b.c\nEND:VEVENT\nEND:VCALENDAR\n',
  'a.vcf':
    'BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:L=C3=A9;=\nA\nTEL;CELL:06\nADR:;;1;2;3\nEND:VCARD\n',
  'a.vtt':
    'WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ana>a &amp; <i>b</i>\n\n00:02.000 --> 00:03.000\nBob : c\n',
  'a.srt': '1\n00:00:01,000 --> 00:00:02,000\nAna : a\n\n2\n00:00:02,000 --> 00:00:03,000\nAna : b\n',
  'a.json':
    '{"room_name":"r","start_time":"2024-05-02T08:00:00Z","events":[{"event":"SPEECH","timestamp":1714636800000,"participant":{"name":"Ana"},"transcript":[{"text":"a","confidence":1}]}]}',
};

describe('R54: mutated files', () => {
  test.each([
    ...Object.entries(textSeeds),
    ['a.txt.p7m', cms],
  ])('%s: an outcome, always', async (name, seed) => {
    const bytes = Buffer.from(seed, name.endsWith('.p7m') ? 'latin1' : 'utf8');
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        expectSound(await readDocument(mutate(bytes, changes), { name: name }));
      }),
      { numRuns: 120 },
    );
  });

  describe.skipIf(noData !== false)(`of real documents ${noData || ''}`, () => {
    const pool = createParserPool({ size: 2, timeoutMs: 20_000 });
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
    });
    afterAll(async () => {
      await pool.close();
      await rm(folder, { recursive: true });
    });

    test.each([
      'docling__docx_lists.docx',
      'unstructured__simple.odt',
      'pdf__issue1002.pdf',
      'mailparser__nodemailer.eml',
      'docling__msg_with_attachment.msg',
      'tika__testMSG_Appointment.msg',
    ])('%s', async (name) => {
      const seed = await readFile(`${dataFolder}documents/${name}`);
      const path = join(folder, name);
      await fc.assert(
        fc.asyncProperty(mutations, async (changes) => {
          await writeFile(path, mutate(seed, changes));
          const outcome = await pool.parse({ path, name, bytes: seed.length });
          expectSound(outcome);
          expect(outcome).not.toMatchObject({ reason: 'parse-timeout' });
        }),
        { numRuns: 50 },
      );
    });
  });
});
