type Page = {
  readonly url: URL;
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
  /** Addresses on the way, the first one first. */
  readonly visited: readonly URL[];
  /** Cookies as they were set on the way. */
  readonly setCookies: readonly string[];
};

/** What a browser does of itself: keeps cookies for each origin, and follows redirects. */
export function createBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = ({ origin }: URL) => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };
  const send = async (url: URL, init: RequestInit = {}) => {
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...init.headers, ...(cookie && { cookie }) },
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const ends = /expires=([^;]+)/i.exec(line)?.[1];
      if (value === '' || (ends !== undefined && Date.parse(ends) <= Date.now())) jar.delete(name);
      else jar.set(name, value);
    }
    return reply;
  };
  return {
    /** One request, with the cookies of its origin. */
    send: (address: string, init?: RequestInit) => send(new URL(address), init),
    cookie: (address: string, name: string) => jarOf(new URL(address)).get(name),
    /** Goes to an address, and on to where it leads; stops before an address that `until` says. */
    go: async (address: string, until: (url: URL) => boolean = () => false): Promise<Page> => {
      const visited: URL[] = [];
      const setCookies: string[] = [];
      for (let url = new URL(address); ; ) {
        visited.push(url);
        if (visited.length > 20) throw new Error(`leads nowhere: ${visited.map(({ pathname }) => pathname)}`);
        const reply = await send(url);
        setCookies.push(...reply.headers.getSetCookie());
        const body = await reply.text();
        const location = reply.headers.get('location');
        const next = location === null ? null : new URL(location, url);
        if (reply.status < 300 || reply.status >= 400 || next === null || until(next))
          return {
            url: next ?? url,
            status: reply.status,
            body,
            headers: reply.headers,
            visited,
            setCookies,
          };
        url = next;
      }
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;
