import type { Draft } from '../answer/answer.ts';
import { noticeOf, noticeOfUnwritten, type UnwrittenReason } from '../answer/texts.ts';
import { writeQuotations } from '../answer/write-quotes.ts';
import { chooseDecisions, chooseSummary } from './choose-task-quotes.ts';
import { type Job, notify, readLeft } from './job.ts';
import { sourcesFor } from './material.ts';
import { canBeQuoted, type WorkEvent } from './task.ts';
import { partLeftOut, taskTexts } from './task-texts.ts';

type Working = AsyncGenerator<WorkEvent, Draft>;

/** The result when no model may be asked or none answers: quotations where they can stand for it, else why there is none. */
export async function* workWithoutModel(reason: UnwrittenReason, job: Job): Working {
  return yield* canBeQuoted(job.task) ? quote(job.task, reason, job) : refuse(reason, job);
}

async function* quote(task: 'summarise' | 'extract', reason: UnwrittenReason, job: Job): Working {
  const { language, notices } = job;
  const passages = yield* readLeft(
    job,
    job.documents.flatMap((one) => one.passages),
  );
  const { quotes, left } = task === 'summarise' ? chooseSummary(passages) : chooseDecisions(passages);
  const { quotesLeftOut, summaryIntroduction, decisionsIntroduction, nothingFound } = taskTexts[language];
  const code = noticeOfUnwritten[reason];
  if (code) yield* notify(job, [noticeOf(code, language)]);
  if (left > 0) yield* notify(job, [partLeftOut([quotesLeftOut(left)], language)]);
  const sources = sourcesFor(passages, new Set(quotes.map(({ passage }) => passage.id)));
  yield { type: 'sources', sources };
  if (quotes.length === 0) {
    const text = nothingFound[task];
    yield { type: 'text-delta', text };
    return { outcome: 'not-found', reason, text, sentences: [], sources, notices };
  }
  const quotations = quotes.flatMap(({ passage, unit, place }) => {
    const source = sources.find(({ id }) => id === passage.id);
    return source ? [{ source, unit, place }] : [];
  });
  const introduction = task === 'summarise' ? summaryIntroduction : decisionsIntroduction;
  const written = yield* writeQuotations(quotations, sources, { language, introduction });
  return { outcome: 'quoted', reason, ...written, sources, notices };
}

async function* refuse(reason: UnwrittenReason, job: Job): Working {
  const text = taskTexts[job.language].refused[reason];
  const code = noticeOfUnwritten[reason];
  if (code) yield* notify(job, [{ code, text }]);
  yield { type: 'sources', sources: [] };
  yield { type: 'text-delta', text };
  return { outcome: 'refused', reason, text, sentences: [], sources: [], notices: job.notices };
}
