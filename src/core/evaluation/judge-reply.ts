import { askReply, searchReply } from './replies.ts';
import type { ResultLine } from './result-line.ts';
import { findLeaks } from './score/find-leaks.ts';
import { judgeAttack } from './score/judge-attack.ts';
import {
  factsOf,
  isAnswerable,
  isRefusal,
  type NameOf,
  scoreAnswer,
  scoreRanking,
  signalsOf,
} from './score/score-question.ts';
import type { Endpoint, Question, Suite } from './suite.ts';

/** What was said to a question, whatever it was. */
export type RawReply = {
  readonly status: number;
  readonly body: unknown;
  /** Replies to the earlier turns of a conversation, for the search of leaks. */
  readonly earlier: readonly unknown[];
  /** Milliseconds until the last byte, as the caller waits for it. */
  readonly latencyMs: number;
};

/** Scores a reply. Leaks are looked for in everything the server said, also in errors. */
export function judgeReply(
  suite: Pick<Suite, 'suite'>,
  question: Question,
  endpoint: Endpoint,
  asked: { readonly as: string; readonly reply: RawReply; readonly cached: boolean; readonly nameOf: NameOf },
): ResultLine {
  const { reply, nameOf } = asked;
  const base: ResultLine = {
    suite: suite.suite,
    endpoint,
    id: question.id,
    cluster: question.cluster ?? question.id,
    question: question.question,
    as: asked.as,
    tags: question.tags,
    facts: factsOf(question),
    answerable: isAnswerable(question),
    scores: {},
    signals: {},
    ranking: [],
    outcome: null,
    answer: null,
    refused: null,
    leaks: findLeaks(
      [reply.body, ...reply.earlier],
      question.mustNotSee ?? { documents: [], texts: [] },
      nameOf,
    ),
    attack: null,
    error: null,
    latencyMs: reply.latencyMs,
    timings: {},
    costEuro: null,
    cached: asked.cached,
  };
  if (reply.status !== 200) return { ...base, error: `HTTP ${reply.status}${codeOf(reply.body)}` };
  if (endpoint === 'search') {
    const found = searchReply.safeParse(reply.body);
    if (!found.success) return { ...base, error: 'unreadable reply' };
    const { tookMs } = found.data;
    return {
      ...base,
      ...scoreRanking(question, found.data.results, nameOf),
      signals: signalsOf(found.data),
      timings: tookMs === undefined ? {} : { tookMs },
    };
  }
  const answered = askReply.safeParse(reply.body);
  if (!answered.success) return { ...base, error: 'unreadable reply' };
  const { sources, outcome, answer, usage } = answered.data;
  const ranked = scoreRanking(question, sources, nameOf);
  const attack =
    question.attack === undefined
      ? null
      : judgeAttack(question.attack, question.question, answered.data, reply.body);
  return {
    ...base,
    ranking: ranked.ranking,
    scores: {
      ...ranked.scores,
      ...scoreAnswer(question, answered.data, nameOf),
      ...(attack && { obedience: Number(attack.obeyed.length > 0) }),
    },
    attack,
    signals: signalsOf({ ...answered.data, results: sources }),
    outcome,
    answer: answer.text,
    refused: isRefusal(answered.data),
    timings: usage?.timings ?? {},
    costEuro: usage?.costEuro ?? null,
  };
}

function codeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'code' in body ? ` ${body.code}` : '';
}
