import {
  type Ability,
  abilities,
  type FromHost,
  type FromSidebar,
  type HostContext,
  type HostToken,
  readMessage,
  toMessage,
} from '../host/contract.ts';

/** Our server: where this script comes from. */
const server = new URL(/* @vite-ignore */ '.', import.meta.url);

const styles = `
:host { display: block; block-size: 100%; min-inline-size: 0; }
:host([hidden]) { display: none; }
iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; color-scheme: normal; }
@media (max-width: 48rem) {
  :host([sheet]) { position: fixed; inset: 0; z-index: 2147483000; block-size: auto; }
}`;

/**
 * `<sourcier-sidebar>`: the assistant in a frame of its own origin, so that scripts and styles of the page cannot reach its
 * answers, nor it the page. The attribute `handles` names what the page does itself (`openCitation insertText createTask`);
 * `sheet` makes it fill narrow screens. Each message of the sidebar is an event of its name, with the message as `detail`.
 */
export class SourcierSidebar extends HTMLElement {
  /** Gives a token each time that the sidebar needs one; `null`: the person has no session. */
  getToken: (() => Promise<HostToken | null>) | null = null;
  #context: HostContext = {};
  #frame: HTMLIFrameElement | null = null;
  #isReady = false;
  #opener: Element | null = null;
  /** A file that was given before the sidebar was there. */
  #file: FromHost | null = null;

  /** What the person has before their eyes: to be set whenever that changes. */
  get context(): HostContext {
    return this.#context;
  }
  set context(context: HostContext) {
    this.#context = context;
    this.#sendContext();
  }

  connectedCallback(): void {
    addEventListener('message', this.#hear);
    addEventListener('keydown', this.#onKeyDown);
    if (this.#frame === null) this.#build();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#hear);
    removeEventListener('keydown', this.#onKeyDown);
  }

  /** Shows the sidebar and moves the focus into it. */
  open(): void {
    this.#opener = document.activeElement;
    this.hidden = false;
    this.focus();
    this.#tell({ type: 'focus' });
  }

  /** Has a file asked about, of which nothing is kept, such as one that the person has decrypted in the page. */
  askFile(file: File, { sensitivity }: { readonly sensitivity?: string } = {}): void {
    const message: FromHost = { type: 'askFile', file, ...(sensitivity !== undefined && { sensitivity }) };
    this.open();
    if (this.#isReady) this.#tell(message);
    else this.#file = message;
  }

  /** Gives the focus back to what had it in the sidebar. */
  override focus(): void {
    this.#frame?.focus();
  }

  /** Hides it, and gives the focus back to where it was. */
  close(): void {
    this.hidden = true;
    if (this.#opener instanceof HTMLElement) this.#opener.focus();
    this.#opener = null;
  }

  #build(): void {
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const frame = document.createElement('iframe');
    const address = new URL('./', server);
    address.searchParams.set('host', location.origin);
    frame.src = address.href;
    frame.title = 'Assistant';
    frame.allow = 'clipboard-write';
    frame.referrerPolicy = 'no-referrer';
    root.append(frame);
    this.#frame = frame;
  }

  readonly #hear = ({ source, origin, data }: MessageEvent): void => {
    if (source === null || source !== this.#frame?.contentWindow || origin !== server.origin) return;
    const message = readMessage<FromSidebar>(data, [
      'ready',
      'needToken',
      'openCitation',
      'insertText',
      'createTask',
      'resize',
      'close',
    ]);
    if (message === null) return;
    const { type, ...detail } = message;
    if (type === 'ready') {
      this.#isReady = true;
      this.#sendContext();
      if (this.#file !== null) this.#tell(this.#file);
      this.#file = null;
    }
    if (type === 'needToken') void this.#sendToken();
    const isFree = this.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }));
    if (type === 'close' && isFree) this.close();
  };

  /** Ctrl + Shift + A opens and closes it from anywhere in the page. */
  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (!event.ctrlKey || !event.shiftKey || event.key.toLowerCase() !== 'a') return;
    event.preventDefault();
    if (this.hidden) this.open();
    else this.close();
  };

  #sendContext(): void {
    const named = (this.getAttribute('handles') ?? '').split(/\s+/);
    const handled: readonly Ability[] = abilities.filter((ability) => named.includes(ability));
    this.#tell({ type: 'context', context: this.#context, abilities: handled });
  }

  async #sendToken(): Promise<void> {
    const token = await this.getToken?.().catch(() => null);
    this.#tell(token ? { type: 'token', ...token } : { type: 'noToken' });
  }

  #tell(message: FromHost): void {
    // Until it says so, another document is in the frame.
    if (this.#isReady) this.#frame?.contentWindow?.postMessage(toMessage(message), server.origin);
  }
}

customElements.define('sourcier-sidebar', SourcierSidebar);
