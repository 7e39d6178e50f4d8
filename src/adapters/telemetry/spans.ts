import {
  type Attributes,
  context,
  propagation,
  type Span,
  type SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { ownCodeOf } from '../../core/errors.ts';

/**
 * Spans by the API of OpenTelemetry, which does nothing until a process starts tracing (`start-tracing.ts`). Attributes are names from
 * the code, codes and numbers: never an id of an organisation, a name, or a word of anybody (R75).
 */
const tracer = trace.getTracer('sourcier');

export { SpanKind } from '@opentelemetry/api';

/** Runs work within a span; what it starts becomes part of it. A failure leaves its code, never its message. */
export async function inSpan<T>(
  name: string,
  options: { readonly kind?: SpanKind; readonly attributes?: Attributes },
  run: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await run(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span that is ended by whoever asked for it, for what is no one function. */
export function startSpan(
  name: string,
  options: { readonly kind?: SpanKind; readonly attributes?: Attributes },
): Span {
  return tracer.startSpan(name, options);
}

export function markFailed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', ownCodeOf(error));
}

/** The trace that this moment belongs to, as W3C's `traceparent`, to be carried by a job; absent when nothing is traced. */
export function carriedTrace(): { readonly trace?: string } {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const { traceparent } = carrier;
  return traceparent === undefined ? {} : { trace: traceparent };
}

/** Goes on with a trace that was carried. */
export function continueTrace<T>(carried: string | undefined, run: () => T): T {
  if (carried === undefined) return run();
  return context.with(propagation.extract(context.active(), { traceparent: carried }), run);
}

/** What a line of the log says of the trace that it belongs to. */
export function traceOfLog(): { readonly trace_id?: string; readonly span_id?: string } {
  const active = trace.getActiveSpan()?.spanContext();
  return active ? { trace_id: active.traceId, span_id: active.spanId } : {};
}
