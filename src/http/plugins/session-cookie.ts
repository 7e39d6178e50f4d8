import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isToken } from '../../core/access/opaque-token.ts';
import { AppError } from '../../core/errors.ts';

/** The session of a person in a browser. The prefix binds it to this host, over TLS, for all paths (R62). */
const sessionCookie = '__Host-sourcier';
/** What a browser keeps while its person is at the issuer; it comes back by a link of another site, hence `lax`. */
const pendingCookie = '__Host-sourcier-sign-in';

const guarded: CookieSerializeOptions = { path: '/', secure: true, httpOnly: true };

export function setSessionCookie(reply: FastifyReply, token: string, expiresAt: Date): void {
  reply.setCookie(sessionCookie, token, { ...guarded, sameSite: 'strict', expires: expiresAt });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, { ...guarded, sameSite: 'strict' });
}

export function setPendingCookie(reply: FastifyReply, pending: string): void {
  reply.setCookie(pendingCookie, pending, { ...guarded, sameSite: 'lax' });
}

/** Reads what the browser kept, which is of no more use after that. */
export function takePendingCookie(request: FastifyRequest, reply: FastifyReply): string | undefined {
  reply.clearCookie(pendingCookie, { ...guarded, sameSite: 'lax' });
  return request.cookies[pendingCookie];
}

/**
 * The credentials of a request as an `Authorization` header: its own, else the session of its cookie. A cookie comes along by
 * itself, so whatever changes something must come from our own page (R62).
 * @throws AppError `ORIGIN_REFUSED`
 */
export function credentialsOf(request: FastifyRequest, publicUrl: URL | null): string | undefined {
  const { authorization, origin } = request.headers;
  if (authorization !== undefined) return authorization;
  const token = request.cookies[sessionCookie];
  if (token === undefined || publicUrl === null || !isToken('session', token)) return undefined;
  if (!isSafe(request.method) && origin !== publicUrl.origin) throw new AppError('ORIGIN_REFUSED');
  return `Bearer ${token}`;
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
const isSafe = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);
