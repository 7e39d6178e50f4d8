import { terminalLanguage } from '../../config/env.ts';
import { errorTable, isAppError, ownCodeOf } from '../core/errors.ts';

/** Exit codes that scripts rely on. */
export const exitCodes = { done: 0, failed: 1, leak: 2, unread: 3, usage: 64 } as const;

/** Says what went wrong and what to do, on stderr; with `json` as an object. Gives the exit code. */
export function reportError(error: unknown, json: boolean): number {
  const code = ownCodeOf(error);
  const language = terminalLanguage();
  const detail = isAppError(error) ? (error.explanation?.[language] ?? error.detail) : undefined;
  const sentence = errorTable[code][language];
  if (json)
    process.stderr.write(
      `${JSON.stringify({ error: { code, message: sentence, ...(detail && { detail }) } })}\n`,
    );
  else process.stderr.write(`${sentence} [${code}]${detail ? `\n${detail}` : ''}\n`);
  // A defect of ours: the stack tells the one who can mend it, on their own terminal.
  if (code === 'INTERNAL' && !isAppError(error) && error instanceof Error)
    process.stderr.write(`${error.stack ?? error.message}\n`);
  return code === 'USAGE' ? exitCodes.usage : exitCodes.failed;
}
