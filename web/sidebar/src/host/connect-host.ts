import { readJson, send } from '../../../shared/api/connection.ts';
import { ProblemError } from '../../../shared/api/problem.ts';
import { createTokenKeeper, type SignedToken, type TokenKeeper } from '../../../shared/api/token-keeper.ts';
import {
  type Ability,
  contractVersion,
  type FromHost,
  type FromSidebar,
  type GivenFile,
  type HostContext,
  type HostToken,
  readMessage,
  toMessage,
} from './contract.ts';
import { readAbilities, readContext, readWord } from './read-context.ts';

/** A host that takes longer has no session to give a token for. */
const tokenWaitMs = 15_000;

export type HostState = {
  readonly context: HostContext;
  /** False until the workplace has said for the first time what it shows. */
  readonly isKnown: boolean;
  readonly abilities: readonly Ability[];
  /** The last file that it gave to ask about. */
  readonly file: GivenFile | null;
};

/** The workplace around the sidebar. */
export type Host = {
  /** What it said last; the same object until it says something else. */
  readonly state: () => HostState;
  /** Calls back at each change; gives what ends that. */
  readonly subscribe: (onChange: () => void) => () => void;
  readonly tell: (message: FromSidebar) => void;
  /** Nobody holds the sidebar: it is a page of its own. */
  readonly isAlone: boolean;
  /** `null`: the person signed in with this browser, whose cookie goes along. */
  readonly token: TokenKeeper | null;
};

const nothingSaid: HostState = { context: {}, isKnown: false, abilities: [], file: null };

/** No workplace: the sidebar as a page of its own, whose address may name a shared conversation. */
export const noHost: Host = {
  state: () => alone,
  subscribe: (onChange) => {
    const read = () => {
      alone = readAddress();
      onChange();
    };
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  },
  tell: () => undefined,
  isAlone: true,
  token: null,
};
let alone = readAddress();

function readAddress(): HostState {
  const sharedConversationId = new URLSearchParams(location.hash.slice(1)).get('conversation');
  const shareLink = `${location.origin}${location.pathname}#conversation={id}`;
  return { ...nothingSaid, context: readContext({ sharedConversationId, shareLink }), isKnown: true };
}

/**
 * Speaks with the window that holds this page, which must be of `origin`: nothing else is heard, and nothing is said to
 * others. The browser lets only those hold it whom the operator names (`frame-ancestors`). `onFocus` is called when the host
 * wants the focus here.
 */
export function connectHost(origin: string, onFocus: () => void): Host {
  const listeners = new Set<() => void>();
  const waiting = new Set<(token: HostToken | null) => void>();
  let state = nothingSaid;
  const tell = (message: FromSidebar) => window.parent.postMessage(toMessage(message), origin);

  const change = (part: Partial<HostState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  window.addEventListener('message', ({ source, origin: from, data }) => {
    if (source !== window.parent || from !== origin) return;
    const message = readMessage<FromHost>(data, ['context', 'token', 'noToken', 'focus', 'askFile']);
    switch (message?.type) {
      case 'context':
        change({
          context: readContext(message.context),
          isKnown: true,
          abilities: readAbilities(message.abilities),
        });
        return;
      case 'askFile':
        if (message.file instanceof File)
          change({ file: { file: message.file, sensitivity: readWord(message.sensitivity) } });
        return;
      case 'token':
      case 'noToken':
        for (const end of [...waiting]) end(message.type === 'token' ? message : null);
        return;
      case 'focus':
        onFocus();
    }
  });
  tell({ type: 'ready', version: contractVersion });

  const askToken = () =>
    new Promise<HostToken | null>((resolve) => {
      const end = (token: HostToken | null) => {
        clearTimeout(timer);
        waiting.delete(end);
        resolve(token);
      };
      const timer = setTimeout(end, tokenWaitMs, null);
      waiting.add(end);
      tell({ type: 'needToken' });
    });
  return {
    state: () => state,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    tell,
    isAlone: false,
    token: createTokenKeeper(async () => {
      const token = await askToken();
      if (token === null) throw new ProblemError({ code: 'SESSION_EXPIRED', title: '' });
      return 'jwt' in token ? exchange(String(token.jwt)) : signed(token);
    }),
  };
}

function signed({ accessToken, expiresAt }: Exclude<HostToken, { jwt: string }>): SignedToken {
  return { token: String(accessToken), expiresAt: String(expiresAt) };
}

/** What the workplace signed, against a token of the assistant (RFC 8693). */
async function exchange(jwt: string): Promise<SignedToken> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    subject_token: jwt,
  });
  const reply = await send('/v1/token', { method: 'POST', body: form, credentials: 'omit' });
  const { access_token: token, expires_in: seconds } = await readJson<{
    access_token: string;
    expires_in: number;
  }>(reply);
  return { token, expiresAt: new Date(Date.now() + seconds * 1_000).toISOString() };
}
