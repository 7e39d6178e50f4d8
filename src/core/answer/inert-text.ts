import type { Language } from '../document.ts';
import { visible, withoutTemplateMarks } from './neutralise.ts';

/** Makes a model's text inert as it streams: nothing in it can load, link or run, whoever shows it. */
export type InertText = {
  /** Takes the next piece; what may still become an address is held back until its end is known. */
  push(delta: string): string;
  finish(): string;
  /** Addresses that were taken out. */
  readonly removed: number;
};

/** With a scheme, without one but with a host, or data that a browser would run. A letter before it makes it part of a word. */
const address =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|(?<![\p{L}\p{N}])(?:data|javascript|vbscript|mailto|tel|file|blob):|(?<![\p{L}\p{N}])www\.|\/\/(?=[\p{L}\p{N}.-]+\.\p{L}{2}))[^\s<>"«»“”|\\^`{}]+/giu;
const closing = /[.,;:!?)\]’'*_~]+$/;
/** Longest address that is looked at whole: what is longer is none that people read, and is cut by a space. */
const longest = 2_000;
/** Fences of prompts: a model that repeats one says nothing by it. */
const fence = /<<<[0-9a-f]{32}|[0-9a-f]{32}>>>/g;
/** Halves of characters, alone: they are shown nowhere, so nothing may hide behind them. */
const half = /\p{Surrogate}/gu;

const removal: Readonly<Record<Language, string>> = { fr: 'lien retiré', en: 'link removed' };

/**
 * Addresses stay only where they stand word for word in what the model was given (`offered`): any other is a way out for what
 * it read, or a trap (R38–R40). Images, links of Markdown and tags of HTML lose what makes them such; their words stay.
 * However the text is cut into deltas, the result is the same.
 */
export function createInertText(offered: readonly string[], language: Language): InertText {
  const known = new Set(offered.flatMap((text) => (text.match(address) ?? []).map(trimmed)));
  let held = '';
  let removed = 0;

  function inert(text: string): string {
    const shown = visible(text)
      .replace(half, '')
      .replace(fence, '')
      .replace(address, (found) => {
        const bare = trimmed(found);
        if (known.has(bare)) return found;
        removed += 1;
        return `(${removal[language]})${found.slice(bare.length)}`;
      });
    return withoutLiveMarkup(shown);
  }

  return {
    push(delta) {
      // What nobody sees goes before anything is looked for: some of it is white space too.
      held += visible(delta);
      // White space ends whatever it may have been; without any for long, it is no text that people read.
      const end = held.length > longest ? held.length : held.search(/\S*$/);
      const out = held.slice(0, end);
      const isCut = end === held.length && end > longest;
      held = held.slice(end);
      return isCut ? `${inert(out)} ` : inert(out);
    },
    finish() {
      const out = inert(held);
      held = '';
      return out;
    },
    get removed() {
      return removed;
    },
  };
}

/**
 * Text of which no program that shows Markdown or HTML makes an image, a link, a definition of one or an element, and no model
 * that reads it on a turn of a conversation (R36); its words stay. Addresses stay as well: they are text.
 */
export function withoutLiveMarkup(text: string): string {
  return withoutTemplateMarks(text)
    .replace(/[【】]/g, (bracket) => (bracket === '【' ? '[' : ']'))
    .replace(/!+(?=\[)/g, '')
    .replace(/\](?=[(:])/g, '] ')
    .replace(/<(?=[\p{L}/!?])/gu, '‹');
}

const trimmed = (found: string): string => found.replace(closing, '');
