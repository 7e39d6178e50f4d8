import { describe, expect, test } from 'vitest';
import { tunables } from '../../../../config/tunables.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(name: string, lines: readonly string[]): Promise<ParsedDocument> {
  const outcome = await readDocument(Buffer.from(lines.join('\r\n')), { name });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

const calendar = (...lines: string[]) =>
  read('a.ics', ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR']);
const event = (...lines: string[]) => calendar('BEGIN:VEVENT', ...lines, 'END:VEVENT');
const textOf = ({ blocks }: ParsedDocument): string =>
  blocks.map((block) => (block.kind === 'table' ? '' : block.text)).join(' | ');

describe('iCalendar', () => {
  test('an event is a section with dates, place and people in words', async () => {
    const document = await event(
      'SUMMARY:Conseil municipal',
      'DTSTART;TZID=Europe/Paris:20240312T140000',
      'DTEND;TZID=Europe/Paris:20240312T153000',
      'RRULE:FREQ=MONTHLY;BYDAY=2TU;UNTIL=20241231T000000Z',
      'EXDATE;TZID=Europe/Paris:20240813T140000',
      'LOCATION:Salle des fêtes\\, 1er étage',
      'ORGANIZER;CN=Ana Lopez:mailto:ana@bellerive.fr',
      'ATTENDEE;CN="Chloé, adjointe":mailto:chloe@belle',
      ' rive.fr',
      'ATTENDEE:mailto:bob@bellerive.fr',
      'STATUS:CANCELLED',
      'DESCRIPTION:Ordre du jour :\\n- budget\\n- écoles',
      'BEGIN:VALARM',
      'DESCRIPTION:Rappel',
      'END:VALARM',
    );
    expect(document.title).toBe('Conseil municipal');
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Conseil municipal' },
      {
        kind: 'paragraph',
        text: 'Date : mardi 12 mars 2024 (2024-03-12) de 14:00 à 15:30 (Europe/Paris). Récurrence : chaque mois, le deuxième mardi, jusqu’au mardi 31 décembre 2024 (2024-12-31) à 00:00 (UTC). Sauf : mardi 13 août 2024 (2024-08-13) à 14:00 (Europe/Paris). Lieu : Salle des fêtes, 1er étage. Organisateur : Ana Lopez <ana@bellerive.fr>. Participants : Chloé, adjointe <chloe@bellerive.fr>, bob@bellerive.fr. État : annulé',
      },
      { kind: 'paragraph', text: 'Ordre du jour :' },
      { kind: 'list-item', depth: 0, text: 'budget' },
      { kind: 'list-item', depth: 0, text: 'écoles' },
    ]);
  });

  test.each([
    [['DTSTART;VALUE=DATE:20240501', 'DTEND;VALUE=DATE:20240502'], 'mercredi 1er mai 2024 (2024-05-01)'],
    [
      ['DTSTART;VALUE=DATE:20240501', 'DTEND;VALUE=DATE:20240504'],
      'du mercredi 1er mai 2024 (2024-05-01) au vendredi 3 mai 2024 (2024-05-03)',
    ],
    [['DTSTART:20240502T080000Z', 'DURATION:PT90M'], 'jeudi 2 mai 2024 (2024-05-02) de 08:00 à 09:30 (UTC)'],
    [
      ['DTSTART:20240502T220000', 'DTEND:20240503T020000'],
      'du jeudi 2 mai 2024 (2024-05-02) à 22:00 au vendredi 3 mai 2024 (2024-05-03) à 02:00',
    ],
    [['DTSTART:20240502T220000'], 'jeudi 2 mai 2024 (2024-05-02) à 22:00'],
  ])('%j', async (lines, words) => {
    expect(textOf(await event('SUMMARY:a', ...lines))).toBe(`a | Date : ${words}`);
  });

  test('R54: the name of a time zone is text like any other: no control character of it stays', async () => {
    expect(textOf(await event('SUMMARY:a', 'DTSTART;TZID=Europe/Paris\0:20240502T220000'))).toBe(
      'a | Date : jeudi 2 mai 2024 (2024-05-02) à 22:00 (Europe/Paris)',
    );
  });

  test.each([
    ['FREQ=WEEKLY;BYDAY=MO,TH', 'chaque semaine, le lundi et le jeudi'],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=5', 'toutes les 2 semaines, 5 fois'],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'chaque année, le dernier dimanche, en mars'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,-1', 'chaque mois, le 1er du mois et le dernier jour du mois'],
    ['FREQ=DAILY', 'chaque jour'],
  ])('%s', async (rule, words) => {
    expect(textOf(await event('SUMMARY:a', `RRULE:${rule}`))).toBe(`a | Récurrence : ${words}`);
  });

  test('tasks, notes and the calendar’s name', async () => {
    const document = await calendar(
      'X-WR-CALNAME:Agenda du maire',
      'BEGIN:VTODO',
      'SUMMARY:Signer',
      'DUE;VALUE=DATE:20240502',
      'STATUS:NEEDS-ACTION',
      'END:VTODO',
      'BEGIN:VJOURNAL',
      'DESCRIPTION:Vu le préfet',
      'END:VJOURNAL',
    );
    expect(document.title).toBe('Agenda du maire');
    expect(textOf(document)).toBe(
      'Signer | Échéance : jeudi 2 mai 2024 (2024-05-02). État : à faire | Sans titre | Vu le préfet',
    );
  });

  test('R54: a line that breaks the rules costs that line only', async () => {
    const document = await event(
      'SUMMARY:a',
      'n’importe quoi',
      'DTSTART:hier',
      'RRULE:FREQ=JAMAIS',
      'LOCATION:ici',
    );
    expect(textOf(document)).toBe('a | Lieu : ici');
  });

  test('R48: entries are bounded', async () => {
    const document = await calendar(
      ...Array.from({ length: tunables.calendar.entries + 3 }, () => [
        'BEGIN:VEVENT',
        'SUMMARY:a',
        'END:VEVENT',
      ]).flat(),
    );
    expect(document.blocks).toHaveLength(tunables.calendar.entries);
    expect(document.warnings).toEqual([{ code: 'truncated', count: 3 }]);
  });
});

describe('vCard', () => {
  test('a contact is a section; pictures go', async () => {
    const document = await read('a.vcf', [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Lopez;Ana;;;',
      'FN:Ana Lopez',
      'ORG:Mairie de Bellerive;Finances',
      'TITLE:Directrice',
      'TEL;TYPE=WORK,VOICE:01 23 45 67 89',
      'item1.EMAIL;type=INTERNET:ana@bellerive.fr',
      'ADR;TYPE=WORK:;;1 place de la Mairie;Bellerive;;03700;France',
      'PHOTO;ENCODING=b:AAAA',
      ' BBBB',
      'NOTE:Absente le lundi\\net le mardi',
      'END:VCARD',
    ]);
    expect(document.title).toBe('Ana Lopez');
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Ana Lopez' },
      {
        kind: 'paragraph',
        text: 'Organisation : Mairie de Bellerive, Finances. Fonction : Directrice. Téléphone : 01 23 45 67 89. Courriel : ana@bellerive.fr. Adresse : 1 place de la Mairie, Bellerive, 03700, France',
      },
      { kind: 'paragraph', text: 'Absente le lundi et le mardi' },
    ]);
  });

  test('old cards: bare types, quoted-printable, no full name', async () => {
    const document = await read('a.vcf', [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=A9on;Chlo=',
      '=C3=A9;;;',
      'TEL;CELL:06 00 00 00 00',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:4.0',
      'FN:Bob',
      'TEL;VALUE=uri:tel:+33-1',
      'END:VCARD',
    ]);
    expect(document.title).toBeNull();
    expect(textOf(document)).toBe('Chloé Léon | Téléphone : 06 00 00 00 00 | Bob | Téléphone : +33-1');
  });
});
