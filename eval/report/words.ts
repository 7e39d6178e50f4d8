import type { Language } from '../../src/core/document.ts';
import type { NamedLeak } from '../../src/core/evaluation/result-line.ts';
import type { NamedSink } from '../run/write-run.ts';

/** A share as a percentage with one decimal, in the manner of the language. */
export function percent(value: number, language: Language): string {
  return new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

/** A difference of shares in points, with its sign. */
export function points(value: number, language: Language): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  }).format(value * 100);
}

export function number(value: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** « Fuite : rh/salaires.ods (document) vu par theo, question paie, jeu demo (search), à results.0 » */
export function leakSentence(leak: NamedLeak, language: Language): string {
  const { kind, what, where, suite, endpoint, id, as } = leak;
  if (language === 'en')
    return `LEAK: ${kind} “${what}” was shown to ${as}, question ${id} of ${suite} (${endpoint}), at ${where}`;
  return `FUITE : ${kind === 'text' ? 'texte' : 'document'} « ${what} » montré à ${as}, question ${id} de ${suite} (${endpoint}), à ${where}`;
}

/** « Sortie interdite : image « ![x](… » dans answer.text, question q1 de injection@mistral » */
export function sinkSentence({ kind, what, where, suite, id }: NamedSink, language: Language): string {
  return language === 'fr'
    ? `SORTIE INTERDITE : ${sinkWords[kind]} « ${what} » dans ${where}, question ${id} de ${suite}`
    : `FORBIDDEN SINK: ${kind} “${what}” in ${where}, question ${id} of ${suite}`;
}

const sinkWords: Readonly<Record<NamedSink['kind'], string>> = {
  image: 'image',
  link: 'lien',
  markup: 'balise',
  address: 'adresse',
  citation: 'source étrangère',
  tool: 'appel d’outil',
};
