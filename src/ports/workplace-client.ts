import type { Readable } from 'node:stream';

export type WorkplaceReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they come. Must be read to its end, or destroyed. */
  readonly body: Readable;
};

/** Calls workplaces: addresses that somebody else chose, so each is judged where it connects, and no redirect is followed. */
export type WorkplaceClient = {
  /**
   * @throws AppError `CONTENT_UNAVAILABLE` when no reply comes, `ADDRESS_FORBIDDEN` for an address that must not be called
   */
  call(
    url: string,
    options: {
      readonly method?: 'GET' | 'POST';
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<WorkplaceReply>;
};
