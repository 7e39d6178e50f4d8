/** What a check sends: below the export address, or to an address that the workplace gave. */
export type ProbeRequest = {
  /** `items?limit=2`, below the export address; or a whole address. */
  readonly target: string;
  readonly method?: 'GET' | 'POST';
  /** The token that the workplace gave, another one, or none. */
  readonly token: 'right' | 'wrong' | 'none';
  /** Sent as JSON. */
  readonly body?: unknown;
};

/** What came back; `failure` says in a few words why nothing, or not all, did. */
export type ProbeReply = {
  /** 0 when there was no reply at all. */
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly failure: string | null;
};

/** The same for bytes, which are counted and hashed and not kept. */
export type ProbedBytes = {
  readonly status: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly failure: string | null;
};

/** Calls a workplace for the conformance kit. Sizes and times are bounded, redirects are replies; nothing is ever thrown. */
export type ContractProbe = {
  ask(request: ProbeRequest): Promise<ProbeReply>;
  fetchBytes(request: ProbeRequest): Promise<ProbedBytes>;
  /** True for addresses of the origin that the token belongs to. */
  isOwnOrigin(url: string): boolean;
};
