import type { ChatTurn, TokenUsage } from '../../../ports/language-model.ts';
import type { ProbeContext } from './probe.ts';

/** A whole reply, and how it came. */
export type Reply = {
  readonly text: string;
  /** Pieces that held text. */
  readonly pieces: number;
  /** Milliseconds until the first of them; `null` when none came. */
  readonly firstTokenMs: number | null;
  readonly finishReason: string | null;
  readonly usage: TokenUsage | null;
};

/** Asks the chat model and reads its reply to the end, or to `pieces` of text. */
export async function ask(
  { client, models, now, signal }: ProbeContext,
  question: string | readonly ChatTurn[],
  options: { readonly maxTokens: number; readonly json?: boolean; readonly pieces?: number },
): Promise<Reply> {
  const turns = typeof question === 'string' ? [{ role: 'user' as const, content: question }] : question;
  const { pieces: most = Number.POSITIVE_INFINITY, ...rest } = options;
  const begun = now();
  let reply: Reply = { text: '', pieces: 0, firstTokenMs: null, finishReason: null, usage: null };
  for await (const piece of client.chat(models.chat ?? '', turns, { ...rest, signal })) {
    const spoke = piece.text !== '';
    reply = {
      text: reply.text + piece.text,
      pieces: reply.pieces + (spoke ? 1 : 0),
      firstTokenMs: reply.firstTokenMs ?? (spoke ? Math.round(now() - begun) : null),
      finishReason: piece.finishReason ?? reply.finishReason,
      usage: piece.usage ?? reply.usage,
    };
    if (reply.pieces >= most) break;
  }
  return reply;
}
