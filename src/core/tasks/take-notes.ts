import { tunables } from '../../../config/tunables.ts';
import { createStopwatch } from '../answer/stopwatch.ts';
import type { UnwrittenReason } from '../answer/texts.ts';
import { type ModelReply, writeWithModel } from '../answer/write-with-model.ts';
import { checkerFor, type Job } from './job.ts';
import { asSources, blocksOf, type Notes } from './material.ts';
import type { Part } from './plan-parts.ts';
import { renderTaskPrompt } from './render-task-prompt.ts';

/** `notes` is `null` when nothing of the part serves the task, or may be read any more. */
export type NotesTaken = { readonly notes: Notes | null } | { readonly failed: UnwrittenReason };

/**
 * Has a model note what serves the task on one part of a document. Rights and providers are asked anew before each call
 * (R05); a call that fails is tried once more, with the next provider where there is one.
 * @throws the signal's reason when it is aborted, and whatever is not an error of the model
 */
export async function takeNotes(job: Job, part: Part): Promise<NotesTaken> {
  const { task, language, instruction, signal } = job;
  for (let attempt = 0; attempt < tunables.tasks.attempts; attempt += 1) {
    const passages = await job.readNow(part.passages);
    signal.throwIfAborted();
    if (passages.length === 0) return { notes: null };
    const routing = job.route(passages);
    if ('reason' in routing) return { failed: routing.reason };
    const model = routing.chain[attempt] ?? routing.chain[0];
    if (!model) return { failed: 'no-model' };
    const sources = asSources(passages);
    const blocks = blocksOf(sources, language);
    const prompt = renderTaskPrompt(job.deps, { task, step: 'notes', language, instruction, blocks });
    const stopwatch = createStopwatch(job.deps.clock);
    const takeBack = job.handOut(passages);
    const reply = await withoutEvents(
      writeWithModel(model, prompt, {
        sources: sources.length,
        checker: checkerFor(job, sources),
        withholdUnsupported: job.withholdUnsupported,
        language,
        signal,
        stopwatch,
      }),
    ).finally(takeBack);
    if (reply.end === 'nothing-found' || reply.end === 'withheld') return { notes: null };
    if (reply.end === 'complete') return { notes: { part, passages, text: reply.text } };
  }
  return { failed: 'model-unavailable' };
}

async function withoutEvents(reply: AsyncGenerator<unknown, ModelReply>): Promise<ModelReply> {
  for (;;) {
    const step = await reply.next();
    if (step.done) return step.value;
  }
}
