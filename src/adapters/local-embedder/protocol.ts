import { deserialize, serialize } from 'node:v8';

/** Raise when messages change: a process of an older version is then left alone. */
export const protocolVersion = 1;

/**
 * First byte that a process sends on a connection: it will serve it. One that is ending accepts connections as well, and
 * sends nothing.
 */
export const greeting = Buffer.from([protocolVersion]);

/** What a client says to the process that embeds. Texts have their prefix. */
export type Ask =
  | { readonly id: number; readonly kind: 'query' | 'passage'; readonly texts: readonly string[] }
  /** The answer is no longer wanted. */
  | { readonly id: number; readonly kind: 'cancel' };

/** What it replies. `null` stands for a text that the model cannot embed. */
export type Reply =
  | { readonly id: number; readonly vectors: readonly (Float32Array | null)[] }
  | { readonly id: number; readonly failure: string };

/** One message on its way: its length (32 bits), then its value. Both ends are processes of one user and one version. */
export function encodeMessage(message: Ask | Reply): Buffer {
  const body = serialize(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** Takes what a socket gives, in whatever pieces; gives the messages that are complete. */
export function createMessageReader<Message extends Ask | Reply>(): (data: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const messages: Message[] = [];
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE();
      messages.push(deserialize(rest.subarray(4, end)) as Message);
      rest = rest.subarray(end);
    }
    return messages;
  };
}
