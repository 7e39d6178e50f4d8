import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import type { Utterance } from './utterance.ts';

const { turnSeconds, turnCharacters } = tunables.speech;

/**
 * The paragraphs of a conversation: what one person says in a row is one paragraph, until it grows past the bounds of a
 * turn. It opens with the speaker's name, so that a search for it finds the words and a quotation tells who said them.
 */
export function turnsOf(utterances: Iterable<Utterance>): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];
  let turn: Utterance | null = null;
  for (const next of utterances) {
    if (next.text === '') continue;
    if (turn !== null && belongsTo(turn, next)) turn = joined(turn, next);
    else {
      if (turn !== null) blocks.push(blockOf(turn));
      turn = next;
    }
  }
  if (turn !== null) blocks.push(blockOf(turn));
  return blocks;
}

function belongsTo(turn: Utterance, next: Utterance): boolean {
  return (
    turn.speaker === next.speaker &&
    next.toSeconds - turn.fromSeconds <= turnSeconds &&
    turn.text.length + next.text.length < turnCharacters
  );
}

function joined(turn: Utterance, next: Utterance): Utterance {
  return {
    speaker: turn.speaker,
    fromSeconds: Math.min(turn.fromSeconds, next.fromSeconds),
    toSeconds: Math.max(turn.toSeconds, next.toSeconds),
    text: `${turn.text} ${next.text}`,
  };
}

function blockOf({ speaker, fromSeconds, toSeconds, text }: Utterance): ParsedBlock {
  const speakers = speaker === null ? [] : [speaker];
  return {
    kind: 'paragraph',
    text: speaker === null ? text : `${speaker} : ${text}`,
    place: { kind: 'speech', speakers, fromSeconds, toSeconds },
  };
}
