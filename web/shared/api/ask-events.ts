import { isProblem } from './problem.ts';
import type { ServerEvent } from './sse-reader.ts';
import type { Answer, AnswerSentence, AskEvent, Language, Notice, ScopeCounts, Source } from './types.ts';

type Meta = {
  readonly conversationId?: string;
  readonly messageId?: string;
  readonly resumable?: boolean;
  readonly provider: string | null;
  readonly model: string | null;
  readonly language: Language;
  readonly scope?: ScopeCounts;
  readonly searchedFor?: string;
};

/**
 * What one server-sent event means for the page; `null` for names that it does not know, and for data that is not JSON, so
 * that nothing unforeseen reaches the screen.
 */
export function readAskEvent(event: ServerEvent): AskEvent | null {
  const data = parse(event.data);
  if (typeof data !== 'object' || data === null) return null;
  switch (event.event) {
    case 'meta': {
      const { conversationId, messageId, ...meta } = data as Meta;
      const isKept = conversationId !== undefined && messageId !== undefined;
      return { type: 'meta', ids: isKept ? { conversationId, messageId } : null, ...meta };
    }
    case 'progress': {
      const { step, of } = data as { step: number; of: number };
      return { type: 'progress', step, of };
    }
    case 'sources':
      return { type: 'sources', sources: (data as { sources: readonly Source[] }).sources };
    case 'text-delta':
      return 'text' in data && typeof data.text === 'string' ? { type: 'text-delta', text: data.text } : null;
    case 'verdict': {
      const { sentence, ...verdict } = data as Omit<AnswerSentence, 'text'> & { sentence: string };
      return { type: 'verdict', sentence: { text: sentence, ...verdict } };
    }
    case 'notice':
      return { type: 'notice', notice: data as Notice };
    case 'done':
      return { type: 'done', answer: data as Answer };
    case 'error':
      return { type: 'error', problem: isProblem(data) ? data : { code: 'INTERNAL', title: '' } };
    default:
      return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
