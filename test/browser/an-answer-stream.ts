/** A refusal, as the server writes them. */
export function aProblem(status: number, code: string, title: string, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ type: 'about:blank', title, status, code, requestId: 'r-1' });
  return { status, contentType: 'application/problem+json', headers, body };
}

/** Two who may be asked. */
export const providers = [
  { id: 'essai', name: 'essai', model: 'modele-essai', trust: 'secnumcloud' },
  { id: 'commune', name: 'Commune de Bellerive', model: 'mistral-small', trust: 'on-premises' },
];

/** Events as the server writes them, all at once. */
export const eventStream = (events: readonly (readonly [string, unknown])[]) => ({
  status: 200,
  contentType: 'text/event-stream; charset=utf-8',
  body: events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
});

const ids = { conversationId: 'c', messageId: 'm' };
const made = { provider: 'essai', model: 'modele-essai' };
const usage = { ...made, promptTokens: null, completionTokens: null, timings: {} };

/** An answer of three claims, as it streams: one that its source says, one that it does not, one that it says in part. */
export function aCheckedAnswer() {
  const parts = [
    { text: 'Deux points :', support: 'not-checked' },
    { text: '\n\n- deux jours par semaine au plus', support: 'supported' },
    {
      text: '\n- trois jours pour les cadres',
      support: 'unsupported',
      findings: [{ kind: 'duration', said: 'trois jours', instead: 'deux jours' }],
    },
    {
      text: '\n- après l’accord du maire de Vichy',
      support: 'partial',
      findings: [{ kind: 'name', said: 'Vichy' }],
    },
  ];
  let text = '';
  const events: [string, unknown][] = [];
  const scope = { documents: 1, queued: 0, failed: 0, encrypted: 0, excluded: 0 };
  events.push(['meta', { ...ids, ...made, language: 'fr', scope }]);
  const sentences = parts.map(({ text: piece, ...checked }) => {
    const start = text.length + piece.search(/\S/);
    text += piece;
    events.push(['text-delta', { text: piece }]);
    const verdict = { citations: [], ...checked, start, end: text.length };
    const sentence = piece.trim().replace(/^- /, '');
    events.push(['verdict', { sentence, ...verdict }]);
    return { text: sentence, ...verdict };
  });
  const answer = { text, language: 'fr', sentences };
  const done = { costEuro: 0.0012, energyWh: 0.31, ...usage };
  events.push(['done', { outcome: 'answered', answer, sources: [], notices: [], usage: done, ...ids }]);
  return eventStream(events);
}

/** A comparison of two documents, as a model writes it. */
export function aComparison() {
  const text =
    '| Critère | Charte | Note |\n|---|---|---|\n| **Jours** | deux par semaine [1] | un par semaine |\n| Délai | quinze jours | un mois [1] |\n\nLe nombre de jours diffère le plus.';
  const documents = [
    { id: 'a', title: 'Charte' },
    { id: 'b', title: 'Note' },
  ];
  const passage = {
    id: 'p',
    text: 'Deux jours par semaine au plus.',
    headings: [],
    page: 2,
    start: 0,
    end: 31,
  };
  const document = {
    id: 'a',
    title: 'Charte du télétravail',
    path: 'rh/charte.pdf',
    space: 'rh',
    version: 3,
    language: 'fr',
    modifiedAt: '2026-03-01T00:00:00Z',
    url: null,
  };
  const place = { place: { kind: 'page', from: 2, to: 2 }, aside: null, recognised: null };
  const sources = [{ n: 1, document, passage: { ...passage, ...place }, duplicates: 0 }];
  const answer = { text, language: 'fr', sentences: [] };
  return eventStream([
    ['meta', { ...ids, ...made, language: 'fr', task: 'compare', documents }],
    ['progress', { step: 1, of: 2 }],
    ['sources', { sources }],
    ['text-delta', { text }],
    ['done', { outcome: 'answered', answer, sources, notices: [], usage, ...ids }],
  ]);
}

const scope = { documents: 12, queued: 1, failed: 1, encrypted: 2, excluded: 0 };
const begun: [string, unknown] = ['meta', { ...ids, ...made, language: 'fr', scope }];

/** An answer that has begun, and not ended. */
export const anAnswerUnderWay = () =>
  eventStream([begun, ['text-delta', { text: 'Deux jours par semaine au plus, après l’accord' }]]);

/** A task that has two steps, and is at the first one. */
export const aTaskUnderWay = () =>
  eventStream([
    ['meta', { ...ids, ...made, language: 'fr', task: 'summarise', documents: [] }],
    ['progress', { step: 1, of: 2 }],
  ]);

const ended = (outcome: string, more: object) =>
  eventStream([
    begun,
    [
      'done',
      {
        outcome,
        answer: { text: '', language: 'fr', sentences: [] },
        sources: [],
        notices: [],
        usage,
        ...ids,
        ...more,
      },
    ],
  ]);

/** Nothing was found; there are other ways to ask. */
export const anUnfoundAnswer = () => ended('not-found', { suggestions: ['congés des agents'] });

/** One of its sources was lost while it was written. */
export const aMaskedAnswer = () => ended('answered', { masked: true });
