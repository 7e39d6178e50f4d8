import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(name: string, content: string): Promise<ParsedDocument> {
  const outcome = await readDocument(Buffer.from(content), { name });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

const turn = (text: string, fromSeconds: number, toSeconds: number, ...speakers: string[]) => ({
  kind: 'paragraph',
  text,
  place: { kind: 'speech', speakers, fromSeconds, toSeconds },
});

describe('WebVTT', () => {
  test('joins what one person says, marks and notes gone', async () => {
    const { blocks } = await read(
      'reunion.vtt',
      'WEBVTT\n\nNOTE Copie\nde travail\n\nSTYLE\n::cue {}\n\n1\n00:01.000 --> 00:02.500 align:left\n<v Marie Curie>Bonjour <i>à</i>\n\n2\n00:02.500 --> 00:04.000\n<v.haut Marie Curie>tous &amp; toutes.</v>\n\n01:00:05.000 --> 01:00:06.000\n<v Jean>Merci.</v> <v Marie Curie>De rien.\n\n01:00:07.000 --> 01:00:08.000\nRires\n',
    );
    expect(blocks).toEqual([
      turn('Marie Curie : Bonjour à tous & toutes.', 1, 4, 'Marie Curie'),
      turn('Jean : Merci.', 3605, 3606, 'Jean'),
      turn('Marie Curie : De rien.', 3605, 3606, 'Marie Curie'),
      turn('Rires', 3607, 3608),
    ]);
  });

  test('a turn ends after a minute', async () => {
    const cue = (minute: number) =>
      `00:0${minute}:00.000 --> 00:0${minute}:40.000\n<v Ana>Point ${minute}.\n`;
    const { blocks } = await read('a.vtt', `WEBVTT\n\n${[1, 2, 3].map(cue).join('\n')}`);
    expect(blocks).toHaveLength(3);
  });

  test('long speeches are cut between cues', async () => {
    const words = 'mot '.repeat(60);
    const cues = Array.from(
      { length: 6 },
      (_, at) => `00:0${at}.000 --> 00:0${at + 1}.000\n<v Ana>${words}${at}\n`,
    );
    const { blocks } = await read('a.vtt', `WEBVTT\n\n${cues.join('\n')}`);
    expect(blocks).toHaveLength(3);
  });

  test('commas for points, missing blank lines and headers cost nothing', async () => {
    const { blocks } = await read(
      'a.vtt',
      '00:00:01,5 --> 00:00:02,000\nBonjour\n00:00:02,000 --> 00:00:03,000\nà tous',
    );
    expect(blocks).toEqual([turn('Bonjour à tous', 1.5, 3)]);
  });

  test('rolling captions are said once', async () => {
    const { blocks } = await read(
      'a.vtt',
      'WEBVTT\n\n00:00.000 --> 00:02.000\n \nbonjour<00:01.000><c> à</c> tous\n\n00:02.000 --> 00:02.010\nbonjour à tous\n \n\n00:02.010 --> 00:04.000\nbonjour à tous\nle budget est\n\n00:04.000 --> 00:05.000\nle budget est voté\n',
    );
    expect(blocks).toEqual([turn('bonjour à tous le budget est voté', 0, 5)]);
  });

  test('words said twice stay where captions do not roll', async () => {
    const cues = ['Oui.', 'Oui.', 'Bien.', 'Merci.', 'À demain.'];
    const { blocks } = await read(
      'a.vtt',
      `WEBVTT\n\n${cues.map((words, at) => `00:0${at}.000 --> 00:0${at + 1}.000\n${words}\n`).join('\n')}`,
    );
    expect(blocks).toEqual([turn('Oui. Oui. Bien. Merci. À demain.', 0, 5)]);
  });

  test('a text without any time is read as text', async () => {
    expect((await read('a.vtt', 'WEBVTT\n\nBonjour')).blocks).toEqual([
      { kind: 'paragraph', text: 'Bonjour' },
    ]);
  });
});

describe('SubRip', () => {
  test('numbers go, blank lines inside a cue do not end it', async () => {
    const { blocks } = await read(
      'a.srt',
      '\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<b>Bonjour</b>\r\n\r\nà tous,\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nen 2024\r\n2025\r\n',
    );
    expect(blocks).toEqual([turn('Bonjour à tous, en 2024 2025', 1, 4)]);
  });

  test('names before a colon that come back are speakers', async () => {
    const said = [
      'Marie : Bonjour.',
      'Comment va ?',
      'Jean-Paul : Bien.',
      'Marie : Note : partons.',
      'Jean-Paul : Oui.',
    ];
    const { blocks } = await read(
      'a.srt',
      said.map((words, at) => `${at + 1}\n00:00:0${at},000 --> 00:00:0${at + 1},000\n${words}\n`).join('\n'),
    );
    expect(blocks).toEqual([
      turn('Marie : Bonjour. Comment va ?', 0, 2, 'Marie'),
      turn('Jean-Paul : Bien.', 2, 3, 'Jean-Paul'),
      turn('Marie : Note : partons.', 3, 4, 'Marie'),
      turn('Jean-Paul : Oui.', 4, 5, 'Jean-Paul'),
    ]);
  });
});

describe('Jigasi transcript', () => {
  const speech = (name: string, timestamp: number, text: string, more: object = {}) => ({
    event: 'SPEECH',
    timestamp,
    participant: { name, id: 'x' },
    language: 'fr-FR',
    transcript: [
      { confidence: 0.2, text: 'autre' },
      { confidence: 0.9, text },
    ],
    is_interim: false,
    ...more,
  });
  const start = Date.parse('2024-05-02T08:00:00Z');
  const transcript = {
    events: [
      { event: 'JOIN', timestamp: start + 500, participant: { name: 'Bob', id: 'y' } },
      speech('Ana', start + 1_000, 'Bonjour.'),
      speech('Ana', start + 2_000, 'Bon', { is_interim: true }),
      speech('Ana', start + 4_000, 'Le budget est voté.'),
      speech('Bob', start + 9_500, 'Merci.'),
      { event: 'SPEECH' },
      'non',
    ],
    room_name: 'conseil@conference.example.org',
    start_time: '2024-05-02T08:00:00Z',
    end_time: '2024-05-02T09:00:00Z',
    initial_participants: [{ name: 'Ana', id: 'x' }, 3],
  };

  test('gives the meeting, its people and who said what', async () => {
    const document = await read('transcript.json', JSON.stringify(transcript));
    expect(document).toMatchObject({ title: 'Réunion conseil', createdAt: new Date(start) });
    expect(document.blocks).toEqual([
      {
        kind: 'paragraph',
        text: 'Réunion : conseil. Date : jeudi 2 mai 2024 (2024-05-02) à 10:00 (Europe/Paris). Participants : Ana, Bob',
      },
      turn('Ana : Bonjour. Le budget est voté.', 1, 4, 'Ana'),
      turn('Bob : Merci.', 9.5, 9.5, 'Bob'),
    ]);
  });

  test('a transcript cut short is damaged', async () => {
    const cut = JSON.stringify(transcript).slice(0, 500);
    expect(await readDocument(Buffer.from(cut), { name: 'transcript.json' })).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
  });
});
