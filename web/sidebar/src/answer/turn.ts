import type {
  AnswerSentence,
  AskEvent,
  AskScope,
  Conversation,
  Feedback,
  Finding,
  Language,
  Notice,
  OfferedTask,
  Outcome,
  Problem,
  ScopeCounts,
  StoredSource,
  Usage,
} from '../../../shared/api/types.ts';
import type { TaskRequest } from '../task/task.ts';
import { citedNumbers } from './answer-text.ts';

/** A sentence to be checked by its reader, and where it stands in the answer's text. */
export type Doubt = {
  readonly text: string;
  readonly support: 'partial' | 'unsupported';
  readonly findings: readonly Finding[];
  readonly start: number;
  readonly end: number;
};

/** One question with its answer, as far as it has come. */
export type Turn = {
  readonly key: string;
  readonly question: string;
  /** Where it was looked for; `null` of an answer that was kept: nobody knows any more. */
  readonly scope: AskScope | null;
  /** What was asked for, where that is no question but a task on documents. */
  readonly task: TaskRequest | null;
  /** How far a task has come. */
  readonly progress: { readonly step: number; readonly of: number } | null;
  /** What was searched, when it is not the question as it was asked. */
  readonly searchedFor: string | null;
  readonly status: 'streaming' | 'done' | 'stopped' | 'failed';
  readonly text: string;
  readonly language: Language | null;
  readonly outcome: Outcome | null;
  readonly sources: readonly StoredSource[];
  readonly notices: readonly Notice[];
  /** Sentences that the server found in the sources in part only, or not at all. */
  readonly doubts: readonly Doubt[];
  /** `null` while unknown, and for answers that an earlier version kept. */
  readonly maker: Usage | null;
  readonly searched: ScopeCounts | null;
  readonly problem: Problem | null;
  readonly masked: boolean;
  /** Of the answer, once the server told it. */
  readonly messageId: string | null;
  /** The first answer to the same question, when it was asked again. */
  readonly retryOf: string | null;
  readonly isSuperseded: boolean;
  /** It can be stopped on the server, and taken up when the connection is lost. */
  readonly isResumable: boolean;
  /** Other ways to ask. */
  readonly suggestions: readonly string[];
  readonly offeredTask: OfferedTask | null;
  /** What the person said of it. */
  readonly feedback: Feedback | null;
};

/** A question just asked. */
export function newTurn(key: string, question: string, scope: AskScope | null): Turn {
  return {
    key,
    question,
    scope,
    task: null,
    progress: null,
    searchedFor: null,
    status: 'streaming',
    text: '',
    language: null,
    outcome: null,
    sources: [],
    notices: [],
    doubts: [],
    maker: null,
    searched: null,
    problem: null,
    masked: false,
    messageId: null,
    retryOf: null,
    isSuperseded: false,
    isResumable: false,
    suggestions: [],
    offeredTask: null,
    feedback: null,
  };
}

/** The turn after one event. The whole answer of `done` replaces what had streamed. */
export function applyEvent(turn: Turn, event: AskEvent): Turn {
  switch (event.type) {
    case 'meta':
      return {
        ...turn,
        language: event.language,
        searched: event.scope ?? null,
        searchedFor: event.searchedFor ?? null,
        messageId: event.ids?.messageId ?? null,
        isResumable: event.resumable ?? false,
        maker: { provider: event.provider, model: event.model },
      };
    case 'progress':
      return { ...turn, progress: { step: event.step, of: event.of } };
    case 'sources':
      return { ...turn, sources: event.sources.map((source) => ({ ...source, readable: true })) };
    case 'text-delta':
      return { ...turn, text: turn.text + event.text };
    case 'verdict': {
      const others = turn.doubts.filter(({ start }) => start !== event.sentence.start);
      return { ...turn, doubts: [...others, ...doubtsOf(event.sentence)] };
    }
    case 'notice':
      return { ...turn, notices: withNotice(turn.notices, event.notice) };
    case 'error':
      return endedBy(turn, event.problem);
    case 'done': {
      const { answer, outcome, sources, notices, usage, masked = false } = event.answer;
      return {
        ...turn,
        status: 'done',
        outcome,
        text: masked ? '' : answer.text || turn.text,
        masked,
        messageId: event.answer.messageId ?? null,
        suggestions: event.answer.suggestions ?? [],
        offeredTask: event.answer.offeredTask ?? null,
        language: answer.language,
        sources: sources.map((source) => ({ ...source, readable: true })),
        notices: notices.reduce(withNotice, turn.notices),
        doubts: answer.sentences.flatMap(doubtsOf),
        maker: usage,
      };
    }
  }
}

/** What may no longer be read is no longer shown either. */
function endedBy(turn: Turn, problem: Problem): Turn {
  if (problem.code === 'ANSWER_STOPPED') return { ...turn, status: 'stopped' };
  const shown =
    problem.code === 'ACCESS_CHANGED' ? { ...turn, text: '', sources: [], doubts: [], notices: [] } : turn;
  return { ...shown, status: 'failed', problem };
}

/**
 * The turns of a stored conversation: each question with the answer that follows it. The question is empty where it is withheld,
 * as of one that somebody else asked.
 */
export function turnsOf({ messages }: Pick<Conversation, 'messages'>): readonly Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role === 'user') {
      turns.push({ ...newTurn(message.id, message.text, null), status: 'done' });
    } else if (last !== undefined) {
      const { text, outcome, sources, masked, usage } = message;
      turns[turns.length - 1] = {
        ...last,
        status: message.complete === false ? 'stopped' : 'done',
        text,
        outcome,
        sources,
        masked,
        language: message.language ?? null,
        searchedFor: message.searchedFor ?? null,
        notices: message.notices ?? [],
        doubts: message.sentences.flatMap(doubtsOf),
        maker: usage ?? null,
        messageId: message.id,
        retryOf: message.retryOf ?? null,
        isSuperseded: Boolean(message.supersededBy),
        suggestions: message.suggestions ?? [],
        offeredTask: message.offeredTask ?? null,
        feedback: message.feedback ?? null,
      };
    }
  }
  return turns;
}

/** The numbers of the sources that can be opened. */
export function knownNumbers(turn: Turn): ReadonlySet<number> {
  return new Set(turn.sources.flatMap((source) => (source.readable ? [source.n] : [])));
}

/** The sources that the answer names. */
export function namedSources(turn: Turn): readonly StoredSource[] {
  const numbers = new Set(citedNumbers(turn.text, new Set(turn.sources.map(({ n }) => n))));
  return turn.sources.filter(({ n }) => numbers.has(n));
}

/** The same; all of them when it names none. */
export function citedSources(turn: Turn): readonly StoredSource[] {
  const named = namedSources(turn);
  return named.length === 0 ? turn.sources : named;
}

/** Ids of the documents of its sources, each once. A private one stands in no space: nobody else knows it. */
export function readableDocuments(turn: Turn): readonly string[] {
  const ids = citedSources(turn).flatMap((source) =>
    source.readable && source.document.space !== '' ? [source.document.id] : [],
  );
  return [...new Set(ids)];
}

/** How many of the sources that it names have a newer version than it was drawn from. */
export function changedSources(turn: Turn): number {
  return citedSources(turn).filter((source) => source.readable && source.changed).length;
}

/**
 * The turns with what the server says now of those that have ended: which sources may still be read, which have changed, what is
 * withheld since (R08).
 */
export function reviewed(turns: readonly Turn[], conversation: Conversation): readonly Turn[] {
  const now = new Map(turnsOf(conversation).map((turn) => [turn.messageId, turn]));
  return turns.map((turn) => {
    const known =
      turn.messageId === null || turn.status === 'streaming' ? undefined : now.get(turn.messageId);
    if (known === undefined) return turn;
    const { masked, sources, question } = known;
    return masked
      ? {
          ...turn,
          question,
          masked,
          sources,
          text: '',
          doubts: [],
          notices: [],
          suggestions: [],
          offeredTask: null,
          searchedFor: null,
        }
      : { ...turn, sources };
  });
}

/** All of them, with those that `latest` has taken the place of marked so. */
export function withSuperseded(turns: readonly Turn[], latest: Turn): readonly Turn[] {
  if (latest.retryOf === null || latest.status !== 'done') return turns;
  return turns.map((turn) =>
    turn.key !== latest.key && turn.messageId !== null && (turn.retryOf ?? turn.messageId) === latest.retryOf
      ? { ...turn, isSuperseded: true }
      : turn,
  );
}

function doubtsOf({ text, support, findings = [], start, end }: AnswerSentence): readonly Doubt[] {
  if ((support !== 'partial' && support !== 'unsupported') || start === undefined || end === undefined)
    return [];
  return [{ text, support, findings, start, end }];
}

function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return notices.some(({ code }) => code === notice.code) ? notices : [...notices, notice];
}
