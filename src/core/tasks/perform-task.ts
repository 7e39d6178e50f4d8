import { tunables } from '../../../config/tunables.ts';
import type { Draft, Source } from '../answer/answer.ts';
import { citedNumbers } from '../answer/cited-numbers.ts';
import type { Passage } from '../answer/passage.ts';
import { noticeOf } from '../answer/texts.ts';
import { type ModelReply, writeWithModel } from '../answer/write-with-model.ts';
import { checkerFor, type Job, notify, readLeft } from './job.ts';
import { type Material, materialOfNotes, materialOfPassages, type Notes, sourcesToShow } from './material.ts';
import type { Part } from './plan-parts.ts';
import { renderTaskPrompt } from './render-task-prompt.ts';
import { type NotesTaken, takeNotes } from './take-notes.ts';
import type { WorkEvent } from './task.ts';
import { partLeftOut, taskTexts } from './task-texts.ts';
import { workWithoutModel } from './without-model.ts';

type Working = AsyncGenerator<WorkEvent, Draft>;
type Failed = Extract<NotesTaken, { failed: unknown }>;

/**
 * Carries out a task: short documents in one prompt; long ones by notes on each part, then the result from the notes.
 * @throws AppError `NOT_FOUND` when documents are lost meanwhile and too few are left; the signal's reason when it is aborted
 */
export async function* performTask(job: Job): Working {
  yield* notify(job, job.earlyNotices);
  const routing = job.route([]);
  if ('reason' in routing) return yield* workWithoutModel(routing.reason, job);
  const { isShort, parts, leftOut } = job.plan;
  if (leftOut.length > 0) {
    const words = leftOut.map(taskTexts[job.language].leftOut);
    yield* notify(job, [partLeftOut(words, job.language)]);
  }
  if (isShort) return yield* writeResult(job, 1, () => readPassages(job, passagesOf(parts)));
  const taken = yield* readParts(job, parts);
  if ('failed' in taken) return yield* workWithoutModel(taken.failed, job);
  return yield* writeResult(job, parts.length + 1, () => readNotes(job, parts, taken));
}

/** Notes on all parts, some at a time, or why one of them could not be taken. */
async function* readParts(job: Job, parts: readonly Part[]): AsyncGenerator<WorkEvent, Notes[] | Failed> {
  const { parallelParts } = tunables.tasks;
  const taken: Notes[] = [];
  job.stopwatch.lap();
  for (let at = 0; at < parts.length; at += parallelParts) {
    yield { type: 'progress', step: at + 1, of: parts.length + 1 };
    const batch = await Promise.all(parts.slice(at, at + parallelParts).map((part) => takeNotes(job, part)));
    for (const one of batch) {
      if ('failed' in one) return one;
      if (one.notes) taken.push(one.notes);
    }
  }
  job.stopwatch.record('notesMs');
  return taken;
}

/** What the result is written from, as it may be read now. */
type Reading = { readonly material: Material; readonly passages: readonly Passage[] };

async function* readPassages(job: Job, wanted: readonly Passage[]): AsyncGenerator<WorkEvent, Reading> {
  const passages = yield* readLeft(job, wanted);
  return { passages, material: materialOfPassages(passages, job.language) };
}

const passagesOf = (parts: readonly Part[]): Passage[] => parts.flatMap(({ passages }) => passages);

/** Notes that were taken on something lost since then are lost with it: their words may be its words (R05). */
async function* readNotes(
  job: Job,
  parts: readonly Part[],
  notes: readonly Notes[],
): AsyncGenerator<WorkEvent, Reading> {
  const passages = yield* readLeft(job, passagesOf(parts));
  const readable = new Set(passages.map(({ id }) => id));
  const left = notes.filter((one) => one.passages.every(({ id }) => readable.has(id)));
  return { passages, material: materialOfNotes(left, job.language) };
}

/** The last step. Rights and providers are asked anew before each call; one that fails before its first word is tried once more. */
async function* writeResult(job: Job, step: number, read: () => AsyncGenerator<WorkEvent, Reading>): Working {
  const { task, language, instruction, signal, stopwatch } = job;
  yield { type: 'progress', step, of: step };
  for (let attempt = 0; attempt < tunables.tasks.attempts; attempt += 1) {
    const { material, passages } = yield* read();
    const { sources, blocks } = material;
    const routing = job.route(passages);
    const model = routing.chain[attempt] ?? routing.chain[0];
    if (!model) return yield* workWithoutModel('reason' in routing ? routing.reason : 'no-model', job);
    // Rendered before anything is handed out, so that nothing can happen between the gate and the prompt.
    const prompt = renderTaskPrompt(job.deps, { task, step: 'result', language, instruction, blocks });
    yield { type: 'sources', sources };
    if (blocks.length === 0) return yield* sayNothingFound(job, sources);
    const reply = yield* writeWithModel(model, prompt, {
      sources: sources.length,
      checker: checkerFor(job, sources),
      withholdUnsupported: job.withholdUnsupported,
      language,
      signal,
      stopwatch,
    });
    if (reply.end === 'silent') continue;
    if (reply.end === 'withheld') return yield* workWithoutModel('nothing-supported', job);
    const usage = { provider: model.provider, model: model.model };
    return { ...(yield* closeReply(job, reply, sources)), usage, removedCitations: reply.removedCitations };
  }
  return yield* workWithoutModel('model-unavailable', job);
}

async function* closeReply(job: Job, reply: ModelReply, offered: readonly Source[]): Working {
  const { text, sentences } = reply;
  if (reply.end === 'nothing-found') return yield* sayNothingFound(job, offered, text);
  if (reply.end === 'interrupted') yield* notify(job, [noticeOf('model-interrupted', job.language)]);
  if (reply.withheld > 0) yield* notify(job, [noticeOf('sentences-withheld', job.language)]);
  const sources = sourcesToShow(offered, citedNumbers(sentences));
  return { outcome: 'answered', text, sentences, sources, notices: job.notices };
}

/** `said`: what the model has said of it already. */
async function* sayNothingFound(job: Job, offered: readonly Source[], said = ''): Working {
  const text = said === '' ? taskTexts[job.language].nothingFound[job.task] : said;
  if (said === '') yield { type: 'text-delta', text };
  const sources = sourcesToShow(offered, new Set());
  const { notices } = job;
  return { outcome: 'not-found', reason: 'model-found-nothing', text, sentences: [], sources, notices };
}
