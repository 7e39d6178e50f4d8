import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../core/errors.ts';
import type { Metrics } from '../../ports/metrics.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused or failed, also within a stream. */
    problemCode: ErrorCode | null;
    /** What is traced of it. */
    span: Span | null;
  }
}

const tracer = trace.getTracer('sourcier');

/**
 * Measures each request, and makes it a span that goes on with the caller's trace. Names are those of routes, never addresses, which
 * hold what people typed (R75).
 */
export function observeRequests(app: FastifyInstance, metrics: Pick<Metrics, 'request'>): void {
  app.decorateRequest('problemCode', null);
  app.decorateRequest('span', null);
  app.addHook('onRequest', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(
      `${method} ${route}`,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'http.route': route } },
      parent,
    );
    request.span = span;
    // Also of a reply that nobody waits for any more.
    reply.raw.once('close', () => {
      const { problemCode: code } = request;
      const { statusCode: status } = reply;
      metrics.request({ method, route, status, code }, reply.elapsedTime / 1_000);
      span.setAttribute('http.response.status_code', status);
      if (code !== null) span.setAttribute('error.type', code);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    within(request, done);
  });
  // The body came by events of the connection, which know nothing of the span.
  app.addHook('preValidation', (request, _reply, done) => within(request, done));
}

function within({ span }: FastifyRequest, done: () => void): void {
  if (span) context.with(trace.setSpan(context.active(), span), done);
  else done();
}
