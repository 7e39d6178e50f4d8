import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { detectFormat } from './detect-format.ts';
import { Refusal } from './refusal.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0,
  1,
]);

async function refusalOf(content: Uint8Array, name: string): Promise<string> {
  try {
    return `accepted as ${await detectFormat(content, name)}`;
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

describe('detectFormat', () => {
  test.each([
    ['a.md', 'markdown'],
    ['a.HTM', 'html'],
    ['a.csv', 'csv'],
    ['a.txt', 'text'],
    ['a.eml', 'eml'],
    ['LISEZMOI', 'text'],
  ])('R46: the name chooses between text formats: %s is %s', async (name, format) => {
    expect(await detectFormat(bytes('Bonjour, le monde'), name)).toBe(format);
  });

  test('R46: bytes decide against the name', async () => {
    expect(await detectFormat(bytes('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'note.docx')).toBe('pdf');
    expect(await detectFormat(bytes('<!DOCTYPE html><p>Bonjour'), 'page.bin')).toBe('html');
    expect(await detectFormat(png, 'rapport.pdf')).toBe('image');
    expect(await refusalOf(bytes('\u0001\u0002\u0000\u0003'), 'rapport.pdf')).toBe('type-mismatch');
    expect(await refusalOf(bytes('Ceci est du texte'), 'rapport.docx')).toBe('type-mismatch');
  });

  test('words that happen to look like the signature of a program stay text', async () => {
    expect(await detectFormat(bytes('BM25 est une mesure de pertinence.'), 'bm25.md')).toBe('markdown');
    expect(await detectFormat(bytes('MZ comme Mark Zbikowski'), 'a.txt')).toBe('text');
  });

  test.each([
    ['note.rtf', '{\\rtf1 Bonjour}', 'rtf'],
    ['reunion.txt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour', 'vtt'],
    ['agenda', 'BEGIN:VCALENDAR\r\nVERSION:2.0', 'ics'],
    ['contact', 'BEGIN:VCARD\r\nVERSION:4.0', 'vcf'],
    ['archive', 'From a@b.c Mon Jan  1 00:00:00 2024\nSubject: x\n\nBonjour', 'mbox'],
    ['donnees.json', '{"a":1}', 'json'],
    ['donnees.yaml', 'a: 1', 'yaml'],
  ])('R46: %s is told by how it opens, or by its name', async (name, content, format) => {
    expect(await detectFormat(bytes(content), name)).toBe(format);
  });

  test.each([
    [
      'transcript.json',
      '{"events":[{"event":"JOIN","timestamp":1,"participant":{"name":"Ana"}}]}',
      'jigasi-transcript',
    ],
    [
      'transcript.json',
      `{"initial_participants":[${'{"name":"Ana"},'.repeat(400)}{}],"events":[{"event":"SPEECH"}],"room_name":"a"}`,
      'jigasi-transcript',
    ],
    ['agenda.json', '{"events":[{"event":"Fête","start_time":"8 h"}]}', 'json'],
    ['1700000000.M1P2', 'Return-Path: <a@b.c>\r\nReceived: x\r\n\tby y\r\nSubject: z\r\n\r\nBonjour', 'eml'],
    ['note.txt', 'Date: hier\nFrom: ici\nSubject: rien\n', 'text'],
    ['a.eml', 'From a@b.c Mon Jan  1 00:00:00 2024\nSubject: x\n\nBonjour', 'eml'],
    ['a.vtt', '00:01.000 --> 00:02.000\nBonjour', 'vtt'],
    ['a.p7m', '-----BEGIN CMS-----\nMIAG', 'p7m'],
    ['a.p7m', 'Content-Type: application/pkcs7-mime\n\nMIAG', 'p7m'],
  ])('R46: %s: %s', async (name, content, format) => {
    expect(await detectFormat(bytes(content), name)).toBe(format);
  });

  test('R46: signed files are told by their first identifier, certificates are none', async () => {
    const cms = (hex: string) => Buffer.from(hex, 'hex');
    expect(await detectFormat(cms('308006092a864886f70d010702a0803080'), 'contrat.pdf')).toBe('p7m');
    expect(await detectFormat(cms('3082012006092a864886f70d010703a0820111'), 'a')).toBe('p7m');
    expect(await detectFormat(cms('3081a0060b2a864886f70d0109100117a08190'), 'a')).toBe('p7m');
    expect(await refusalOf(cms('308203c6308202ae00020314000102'), 'a.der')).toBe('format-not-supported');
  });

  test('R46: compound files are told apart by their streams', async () => {
    const compound = (stream: string) =>
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(504),
        Buffer.from(`${stream}\0`, 'utf16le'),
        Buffer.alloc(512),
      ]);
    expect(await detectFormat(compound('WordDocument'), 'a.xls')).toBe('doc');
    expect(await detectFormat(compound('Workbook'), 'a')).toBe('xls');
    expect(await detectFormat(compound('__properties_version1.0'), 'a.doc')).toBe('msg');
    expect(await refusalOf(compound('EncryptedPackage'), 'a.docx')).toBe('encrypted');
    expect(await refusalOf(compound('Catalog'), 'Thumbs.db')).toBe('format-not-supported');
  });

  test('drawings and programs hold nothing to read', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/"/></svg>';
    expect(await refusalOf(bytes(svg), 'dessin.svg')).toBe('no-text');
    expect(await refusalOf(bytes('#!/bin/sh\necho'), 'a.sh')).toBe('format-not-supported');
    expect(await detectFormat(zipSync({ 'a.txt': bytes('a') }), 'archive.zip')).toBe('zip');
  });

  test('R46: formats built on zip are told by their parts, whatever their order and name; other zips are zips', async () => {
    const archive = (...names: string[]) =>
      zipSync(Object.fromEntries(names.map((name) => [name, bytes('a')])));
    expect(await detectFormat(archive('a.txt', 'META-INF/container.xml'), 'a.zip')).toBe('epub');
    expect(await detectFormat(archive('a.txt', 'word/document.xml'), 'a.zip')).toBe('docx');
    expect(await detectFormat(archive('a.txt', 'doc.kml'), 'a.kmz')).toBe('zip');
  });

  test('XML under another name is XML', async () => {
    expect(await detectFormat(bytes('<?xml version="1.0"?><rss/>'), 'flux.rss')).toBe('xml');
  });

  test('an empty file is empty, whatever its name', async () => {
    expect(await refusalOf(new Uint8Array(), 'a.pdf')).toBe('empty');
  });
});
