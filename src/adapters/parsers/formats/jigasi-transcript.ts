import * as z from 'zod';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { momentInWords } from '../dates-in-words.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { turnsOf } from '../speech/turns.ts';
import type { Utterance } from '../speech/utterance.ts';
import { dateOf } from '../title.ts';

const moment = z.union([z.number(), z.string()]).optional().catch(undefined);
const participantSchema = z.object({ name: z.string() });
const eventSchema = z.object({
  event: z.string(),
  timestamp: moment,
  participant: participantSchema.nullish().catch(null),
  transcript: z
    .array(z.object({ text: z.string(), confidence: z.number().optional().catch(undefined) }))
    .optional()
    .catch(undefined),
  is_interim: z.boolean().optional().catch(undefined),
});
const transcriptSchema = z.object({
  room_name: z.string().optional().catch(undefined),
  start_time: moment,
  end_time: moment,
  initial_participants: z.array(z.unknown()).optional().catch(undefined),
  events: z.array(z.unknown()),
});

type Event = z.infer<typeof eventSchema>;

/**
 * Reads the transcript that Jigasi keeps of a Jitsi meeting (`LocalJsonTranscriptHandler`): room, day and people first,
 * then who said what, in seconds from the start. Results that a later one replaces are left out.
 */
export async function readJigasiTranscript(bytes: Uint8Array): Promise<ParsedDocument> {
  const transcript = transcriptSchema.safeParse(jsonOf(await decodeText(bytes)));
  if (!transcript.success) throw new Refusal('failed', 'damaged', 'no transcript');
  const { room_name, start_time, end_time, initial_participants = [] } = transcript.data;
  const events = transcript.data.events.flatMap((one) => eventSchema.safeParse(one).data ?? []);
  const start = dateFrom(start_time) ?? dateFrom(events[0]?.timestamp);
  const room = cleanText(room_name?.split('@')[0] ?? '');
  const people = new Set([
    ...initial_participants.map((one) => nameOf(participantSchema.safeParse(one).data)),
    ...events.map(({ participant }) => nameOf(participant)),
  ]);
  const opening = [
    room === '' ? '' : `Réunion : ${room}`,
    start === null ? '' : `Date : ${momentInWords(start)}`,
    `Participants : ${[...people].filter((name) => name !== null).join(', ')}`,
  ].filter((part) => !part.endsWith(': ') && part !== '');
  const blocks: ParsedBlock[] = [
    { kind: 'paragraph', text: opening.join('. ') },
    ...turnsOf(events.flatMap((event) => utteranceOf(event, start))),
  ];
  return parsedDocument(blocks, {
    title: room === '' ? null : `Réunion ${room}`,
    createdAt: start,
    modifiedAt: dateFrom(end_time) ?? start,
  });
}

function utteranceOf(
  { event, timestamp, participant, transcript, is_interim }: Event,
  start: Date | null,
): Utterance[] {
  if (event !== 'SPEECH' || is_interim === true || transcript === undefined) return [];
  const best = transcript.toSorted((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0))[0];
  const at = dateFrom(timestamp);
  const seconds = at === null || start === null ? 0 : Math.max(0, (at.getTime() - start.getTime()) / 1000);
  return [
    {
      speaker: nameOf(participant),
      fromSeconds: seconds,
      toSeconds: seconds,
      text: cleanText(best?.text ?? ''),
    },
  ];
}

function nameOf(participant: z.infer<typeof participantSchema> | null | undefined): string | null {
  return cleanText(participant?.name ?? '') || null;
}

// Events carry milliseconds since 1970, start and end ISO dates.
function dateFrom(value: string | number | undefined): Date | null {
  return typeof value === 'number' ? dateOf(new Date(Math.min(value, 8e15)).toISOString()) : dateOf(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal('failed', 'damaged', 'JSON syntax');
  }
}
