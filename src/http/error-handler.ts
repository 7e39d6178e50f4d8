import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode, errorTable, isAppError, ownCodeOf } from '../core/errors.ts';
import { preferredLanguage } from './language.ts';
import { problemPage } from './presenters/plain-page.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** People come to this route with a browser: what goes wrong is told them as a page. */
    showsPage?: boolean;
  }
}

/** RFC 9457 problem details with our stable code. */
export type Problem = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly requestId: string;
};

const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_NOT_SUPPORTED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BAD_REQUEST',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BAD_REQUEST',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'MEDIA_TYPE_NOT_SUPPORTED',
  FST_REQ_FILE_TOO_LARGE: 'FILE_TOO_LARGE',
};

/**
 * What may leave of an error. Unknown ones leave as `INTERNAL` without a word of theirs; their cause goes to the log as
 * its type and code only, because messages can hold text of documents.
 */
function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const { code, statusCode, message } = error as Partial<FastifyError>;
  const known = fastifyCodes[code ?? ''];
  if (known) return new AppError(known, { cause: error });
  if (isFormFailure(message))
    return new AppError('BAD_REQUEST', {
      cause: error,
      explanation: {
        fr: 'L’envoi du fichier est mal formé ou interrompu.',
        en: 'multipart: malformed or cut short',
      },
    });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('BAD_REQUEST', { cause: error });
  return new AppError(ownCodeOf(error), { cause: error });
}

/** The form reader gives its errors no code; « the needle » is the form's boundary, of which there is too much or nothing. */
function isFormFailure(message: string | undefined): boolean {
  return /^(Unexpected end of|Multipart|Malformed |Part terminated|Premature close|The needle cannot)/.test(
    message ?? '',
  );
}

/** What may be told of an error, in the language of the caller. It is logged with that: whoever renders an error calls this. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  const known = toAppError(error);
  request.problemCode = known.code;
  logError(request, known);
  const { status, ...texts } = errorTable[known.code];
  const language = preferredLanguage(request);
  const detail = known.explanation?.[language] ?? known.detail;
  return {
    type: 'about:blank',
    title: texts[language],
    status,
    code: known.code,
    ...(detail !== undefined && status < 500 && { detail }),
    requestId: request.id,
  };
}

/** Renders an error as the whole reply. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request);
  if (request.routeOptions?.config?.showsPage && /\btext\/html\b/.test(request.headers.accept ?? ''))
    return refusing(error, reply)
      .type('text/html; charset=utf-8')
      .send(problemPage(problem, preferredLanguage(request)));
  return refusing(error, reply).type('application/problem+json').send(problem);
}

/** A reply with what every error says before its body: the status, how to sign in, when to ask again. */
export function refusing(error: unknown, reply: FastifyReply): FastifyReply {
  const { code, retryable, retryAfterSeconds } = toAppError(error);
  if (code === 'TOKEN_MISSING' || code === 'TOKEN_INVALID') reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  else if (retryable) reply.header('retry-after', '2');
  return reply.code(errorTable[code].status);
}

/** Codes and types only, never a message: it can hold what a person wrote. */
function logError(request: FastifyRequest, error: AppError): void {
  const { code, cause } = error;
  const reason =
    cause instanceof Error ? { type: cause.name, code: (cause as { code?: string }).code } : undefined;
  // A server that stops cuts what is under way: that is no defect.
  if (errorTable[code].status < 500 || code === 'STOPPING') {
    request.log.info({ code }, 'request refused');
  } else if (request.socket.destroyed) {
    // What broke off because nobody waits for it any more is no failure.
    request.log.info({ code, reason }, 'client left');
  } else {
    const stack =
      cause instanceof Error ? cause.stack?.split('\n').filter((line) => /^\s+at /.test(line)) : undefined;
    request.log.error({ code, reason, stack }, 'request failed');
  }
}
