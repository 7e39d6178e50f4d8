import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { readCues } from '../speech/cues.ts';
import { turnsOf } from '../speech/turns.ts';
import { utterancesOf } from '../speech/utterances-of-cues.ts';
import { blocksOfText } from './text.ts';

/** Reads WebVTT subtitles as the turns of a conversation, each with its speaker and its seconds. */
export async function readVtt(bytes: Uint8Array): Promise<ParsedDocument> {
  return subtitles(await decodeText(bytes), true);
}

/** Reads SubRip subtitles as the turns of a conversation, each with its speaker and its seconds. */
export async function readSrt(bytes: Uint8Array): Promise<ParsedDocument> {
  return subtitles(await decodeText(bytes), false);
}

// A text without a single time is read as the text that it is.
function subtitles(text: string, blankEnds: boolean): ParsedDocument {
  const cues = readCues(text, { blankEnds });
  return parsedDocument(
    cues.length > 0 ? turnsOf(utterancesOf(cues)) : blocksOfText(text.replace(/^\uFEFF?WEBVTT.*/, '')),
  );
}
