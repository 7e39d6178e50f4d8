/**
 * What the workplace and the sidebar say to each other, by messages between windows. Each message is
 * `{ sourcier: 1, type, … }`; other versions, types and origins are not listened to. docs/embedding.md tells it to hosts.
 */
export const contractVersion = 1;

/** What the person has before their eyes in the workplace. Ids of documents are those that the assistant gave. */
export type HostContext = {
  /** Another one for each person, the same for one: drafts are kept under it. Says nothing of who it is. */
  readonly personKey?: string | null;
  readonly spaceId?: string | null;
  /** Path of the folder, as `conges/2026`. */
  readonly folder?: string | null;
  readonly documentId?: string | null;
  /** Questions look everywhere at first: what shows was not chosen by the person, as the first space of a list. */
  readonly looksEverywhere?: boolean;
  /** Documents that are ticked, for tasks on several. */
  readonly documents?: readonly string[];
  /** Questions to start with that the workplace knows of. */
  readonly suggestions?: readonly string[];
  /** Text that is marked, to ask about. */
  readonly selection?: string | null;
  /** A conversation that is shared with the person, to be shown. */
  readonly sharedConversationId?: string | null;
  /** Address in the workplace at which it gives that id: `{id}` stands for it. To be sent to colleagues. */
  readonly shareLink?: string | null;
  readonly locale?: 'fr' | 'en';
  readonly theme?: 'light' | 'dark' | 'auto';
  /** CSS variables of the sidebar, without `--`: `accent`, `radius`, … */
  readonly tokens?: Readonly<Record<string, string>>;
};

/** What the workplace can do when it is asked; what it cannot is not offered, or done by the sidebar itself. */
export const abilities = ['openCitation', 'insertText', 'createTask'] as const;
export type Ability = (typeof abilities)[number];

/** A JWT that the workplace signed, or a token of the assistant that its server already has. */
export type HostToken =
  | { readonly jwt: string }
  | {
      readonly accessToken: string;
      /** ISO date. */
      readonly expiresAt: string;
    };

/** A file to ask about, of which nothing is to be kept; without a sensitivity it counts as the strictest. */
export type GivenFile = { readonly file: File; readonly sensitivity: string | null };

export type FromHost =
  | { readonly type: 'context'; readonly context: HostContext; readonly abilities: readonly Ability[] }
  | ({ readonly type: 'token' } & HostToken)
  /** There will be no token: the person has no session there any more. */
  | { readonly type: 'noToken' }
  | { readonly type: 'focus' }
  /** Such as one that the person has decrypted there. */
  | { readonly type: 'askFile'; readonly file: File; readonly sensitivity?: string };

/** Where a cited passage stands. Offsets are UTF-16 units of the document's text. */
export type OpenCitation = {
  readonly documentId: string;
  readonly version: number;
  readonly passageId: string;
  readonly title: string;
  /** Address of the document in the workplace, where it is known. */
  readonly url: string | null;
  /** For viewers that count pages, slides too. */
  readonly page: number | null;
  readonly charRange: { readonly start: number; readonly end: number };
  readonly quote: string;
};

export type FromSidebar =
  | { readonly type: 'ready'; readonly version: typeof contractVersion }
  | { readonly type: 'needToken' }
  | ({ readonly type: 'openCitation' } & OpenCitation)
  | { readonly type: 'insertText'; readonly text: string; readonly html: string }
  | {
      readonly type: 'createTask';
      readonly draft: {
        readonly title: string;
        readonly text: string;
        readonly documents: readonly string[];
      };
    }
  /** The width that what is shown would like, in CSS pixels. */
  | { readonly type: 'resize'; readonly width: number }
  | { readonly type: 'close' };

/** A message, ready to be posted. */
export function toMessage<Body extends FromHost | FromSidebar>(body: Body) {
  return { sourcier: contractVersion, ...body };
}

/** The message in some data that came; `null` when it is none of these types, or of another version. */
export function readMessage<Body extends FromHost | FromSidebar>(
  data: unknown,
  types: readonly Body['type'][],
): Body | null {
  if (typeof data !== 'object' || data === null) return null;
  const { sourcier, type } = data as { sourcier?: unknown; type?: unknown };
  if (sourcier !== contractVersion) return null;
  return types.some((known) => known === type) ? (data as unknown as Body) : null;
}
