import type { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { citedNumbers } from '../../core/answer/cited-numbers.ts';
import type { Language } from '../../core/document.ts';
import { placeLabel } from '../../core/place-label.ts';
import type { conversationOfPerson, exportedShared } from '../schemas/conversation.ts';

type Exported = z.infer<typeof conversationOfPerson> | z.infer<typeof exportedShared>;
type Message = Exported['messages'][number];
type Source = Message['sources'][number];

const words = {
  fr: {
    untitled: 'Conversation',
    notice: 'Assistant IA, réponses à vérifier.',
    exported: (date: string) => `Conversation exportée le ${date}`,
    question: 'Question',
    answer: 'Réponse',
    withModel: (model: string, provider: string) => `modèle ${model} (${provider})`,
    quoted: 'citations exactes, sans modèle de langue',
    searchedFor: 'Recherche comprise ainsi',
    sources: 'Sources',
    consulted: 'Passages consultés, non cités',
    superseded: 'Réponse remplacée par une réponse plus récente à la même question.',
    cutShort: 'Réponse interrompue.',
    masked: 'Réponse masquée : l’une de ses sources ne vous est pas accessible.',
    maskedQuestion: 'Question masquée : elle peut parler d’un document qui ne vous est pas accessible.',
    gone: 'source qui ne vous est pas accessible',
    unsupported: 'Phrases non retrouvées dans les sources',
  },
  en: {
    untitled: 'Conversation',
    notice: 'AI assistant, check its answers.',
    exported: (date: string) => `Conversation exported on ${date}`,
    question: 'Question',
    answer: 'Answer',
    withModel: (model: string, provider: string) => `model ${model} (${provider})`,
    quoted: 'exact quotes, no language model',
    searchedFor: 'Understood as',
    sources: 'Sources',
    consulted: 'Passages consulted, not cited',
    superseded: 'A more recent answer to the same question has taken its place.',
    cutShort: 'The answer was cut short.',
    masked: 'Answer withheld: you cannot open one of its sources.',
    maskedQuestion: 'Question withheld: it may be about a document that you cannot open.',
    gone: 'a source that you cannot open',
    unsupported: 'Sentences not found in the sources',
  },
} as const;

/** The notice that goes with every export (R93). */
export function exportNotice(language: Language): string {
  return words[language].notice;
}

/**
 * A conversation to read, print or paste: questions, answers, sources with their place and address. What people and documents
 * wrote stays plain text: nothing of it loads, links or runs wherever the file is opened (R38–R40).
 */
export function conversationAsMarkdown(conversation: Exported, language: Language): string {
  const t = words[language];
  const date = dateIn(language);
  return [
    `# ${plainLine(conversation.title ?? t.untitled)}`,
    `${t.exported(date(conversation.exportedAt))}. **${conversation.notice}**`,
    ...conversation.messages.flatMap((message) =>
      message.role === 'user'
        ? [
            `## ${t.question} · ${date(message.createdAt)}`,
            message.masked ? `*${t.maskedQuestion}*` : plain(message.text),
          ]
        : answerParts(message, language),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function answerParts(message: Message, language: Language): string[] {
  const t = words[language];
  const { usage, text, masked, sources } = message;
  const made = usage?.model
    ? t.withModel(plainLine(usage.model), plainLine(usage.provider ?? '?'))
    : message.outcome === 'quoted'
      ? t.quoted
      : '';
  const numbers = citedNumbers(message.sentences);
  const cited = sources.filter(({ n }) => numbers.size === 0 || numbers.has(n));
  const unsupported = message.sentences.filter(({ support }) => support === 'unsupported');
  return [
    `### ${[t.answer, dateIn(language)(message.createdAt), made].filter((part) => part !== '').join(' · ')}`,
    ...(message.supersededBy ? [`*${t.superseded}*`] : []),
    ...(message.complete === false ? [`*${t.cutShort}*`] : []),
    ...(message.searchedFor ? [`*${t.searchedFor}: ${plainLine(message.searchedFor)}*`] : []),
    masked ? `*${t.masked}*` : plain(text),
    ...(message.notices ?? []).map((notice) => `*${plainLine(notice.text)}*`),
    ...(unsupported.length > 0
      ? [`${t.unsupported}:`, unsupported.map((sentence) => `- ${plainLine(sentence.text)}`).join('\n')]
      : []),
    ...sourceList(t.sources, cited, language),
    ...sourceList(
      t.consulted,
      sources.filter((source) => !cited.includes(source)),
      language,
    ),
  ];
}

function sourceList(title: string, sources: readonly Source[], language: Language): string[] {
  return sources.length === 0
    ? []
    : [`**${title}**`, sources.map((source) => sourceLine(source, language)).join('\n')];
}

function sourceLine(source: Source, language: Language): string {
  if (!source.readable) return `- \\[${source.n}\\] ${words[language].gone}`;
  const { document, passage } = source;
  const place = passage.place ? `, ${plainLine(placeLabel(passage.place, language))}` : '';
  const title = plainLine([document.title, ...passage.headings].join(' › '));
  const linked = isWebAddress(document.url) ? `[${title}](<${document.url}>)` : title;
  return `- \\[${source.n}\\] ${linked}${place} (${plainLine(document.path)}, /v1/documents/${document.id})`;
}

/** Addresses that a browser opens, without what would end one in Markdown. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\/[^\s<>]+$/.test(url);
}

function dateIn(language: Language): (iso: string) => string {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: tunables.timeZone,
  });
  return (iso) => format.format(new Date(iso));
}

/** Text whose signs are signs and nothing else; lists and quotes at the start of a line stay what they are. */
function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]<>!|~&#]/g, (sign, at: number) =>
      sign === '>' && /(^|\n)$/.test(text.slice(Math.max(0, at - 1), at)) ? sign : `\\${sign}`,
    )
    .replace(/^([-=+]{2,})/gm, '\\$1')
    .replace(/^( {4,}|\t)/gm, '');
}

function plainLine(text: string): string {
  return plain(text.replace(/\s+/g, ' ').trim()).replace(/^>/, '\\>');
}
