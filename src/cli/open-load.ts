import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Percentiles, percentilesOf } from '../core/percentile.ts';

/** What people met who asked. Times are milliseconds from sending a question on, at the client. */
export type LoadReport = {
  readonly asked: number;
  readonly answered: number;
  /** Refused with 429 and a time to come again; every other refusal or failure is an error. */
  readonly refused: number;
  readonly errors: number;
  readonly errorCodes: Readonly<Record<string, number>>;
  readonly perSecond: number;
  /** Until the sources of the answer came. */
  readonly sourcesMs: Percentiles;
  /** Searching, the gate and ranking, as the answers' receipts say. */
  readonly retrievalMs: Percentiles;
  /** Until the last word. */
  readonly wholeMs: Percentiles;
  readonly mostOpen: number;
};

/**
 * Asks a server as many people do who know nothing of each other: at a rate, whether or not earlier answers are there (an
 * open model), with streams, in turn by each token.
 */
export async function openLoad(
  address: string,
  tokens: readonly string[],
  questions: readonly string[],
  { perSecond, seconds, random = Math.random }: LoadOptions,
): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true });
  const outcomes: Outcome[] = [];
  const answers: Promise<void>[] = [];
  let open = 0;
  let mostOpen = 0;
  const started = performance.now();
  let next = started;
  for (let at = 0; next < started + seconds * 1_000; at += 1) {
    await sleep(Math.max(0, next - performance.now()));
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    const answer = askOnce(new URL('/v1/ask', address), agent, {
      token: tokens[at % tokens.length] ?? '',
      question: questions[at % questions.length] ?? '',
    }).then((outcome) => {
      open -= 1;
      outcomes.push(outcome);
    });
    answers.push(answer);
    next -= (Math.log(1 - random()) / perSecond) * 1_000;
  }
  const asking = (performance.now() - started) / 1_000;
  await Promise.all(answers);
  agent.destroy();
  return { ...report(outcomes, asking), mostOpen };
}

type LoadOptions = {
  readonly perSecond: number;
  readonly seconds: number;
  /** 0–1, for the time between two questions. */
  readonly random?: () => number;
};

type Outcome =
  | {
      readonly kind: 'answered';
      readonly sourcesMs: number;
      readonly retrievalMs: number;
      readonly wholeMs: number;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'error'; readonly code: string };

function report(outcomes: readonly Outcome[], seconds: number): Omit<LoadReport, 'mostOpen'> {
  const answered = outcomes.filter((outcome) => outcome.kind === 'answered');
  const errorCodes: Record<string, number> = {};
  for (const outcome of outcomes)
    if (outcome.kind === 'error') errorCodes[outcome.code] = (errorCodes[outcome.code] ?? 0) + 1;
  return {
    asked: outcomes.length,
    answered: answered.length,
    refused: outcomes.filter(({ kind }) => kind === 'refused').length,
    errors: outcomes.filter(({ kind }) => kind === 'error').length,
    errorCodes,
    perSecond: Math.round((outcomes.length / seconds) * 10) / 10,
    sourcesMs: percentilesOf(answered.map(({ sourcesMs }) => sourcesMs)),
    retrievalMs: percentilesOf(answered.map(({ retrievalMs }) => retrievalMs)),
    wholeMs: percentilesOf(answered.map(({ wholeMs }) => wholeMs)),
  };
}

function askOnce(
  url: URL,
  agent: Agent,
  { token, question }: { readonly token: string; readonly question: string },
): Promise<Outcome> {
  const sent = performance.now();
  return new Promise((resolve) => {
    const failed = (code: string) => resolve({ kind: 'error', code });
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? 'CONNECTION'));
    outgoing.on('response', (reply) => {
      reply.on('error', () => failed('CONNECTION'));
      if (reply.statusCode === 200) return follow(reply, sent, resolve);
      reply.resume();
      const isRefused = reply.statusCode === 429 && reply.headers['retry-after'] !== undefined;
      resolve(isRefused ? { kind: 'refused' } : { kind: 'error', code: String(reply.statusCode) });
    });
    outgoing.end(JSON.stringify({ question }));
  });
}

/** Reads the events of an answer to its end. Names of events stand at the start of a line, where no text of an answer does. */
function follow(reply: IncomingMessage, sent: number, resolve: (outcome: Outcome) => void): void {
  let sourcesMs: number | null = null;
  let line = '';
  let last = '';
  let receipt = '';
  reply.setEncoding('utf8');
  reply.on('data', (part: string) => {
    const lines = (line + part).split('\n');
    line = lines.pop() ?? '';
    for (const whole of lines) {
      if (last === 'done' && whole.startsWith('data: ')) receipt = whole.slice('data: '.length);
      if (!whole.startsWith('event: ')) continue;
      last = whole.slice('event: '.length);
      if (last === 'sources') sourcesMs ??= performance.now() - sent;
    }
  });
  reply.on('end', () => {
    const wholeMs = performance.now() - sent;
    if (receipt !== '')
      resolve({
        kind: 'answered',
        sourcesMs: sourcesMs ?? wholeMs,
        retrievalMs: retrievalIn(receipt),
        wholeMs,
      });
    else resolve({ kind: 'error', code: `ended after ${last || 'nothing'}` });
  });
}

const done = z.object({
  usage: z.object({
    timings: z.object({ searchMs: z.number(), gateMs: z.number(), rankMs: z.number() }).partial(),
  }),
});

/** Milliseconds; none for what needed no search. */
function retrievalIn(receipt: string): number {
  const { searchMs = 0, gateMs = 0, rankMs = 0 } = done.parse(JSON.parse(receipt)).usage.timings;
  return searchMs + gateMs + rankMs;
}
