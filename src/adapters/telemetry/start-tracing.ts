import type { Tracing } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';

/**
 * Sends the spans of this process to a collector, by OTLP over HTTP, until it is stopped; what does not arrive is lost, and holds nothing up.
 * The libraries are loaded here: who does not trace does not pay for them.
 */
export async function startTracing({
  endpoint,
  serviceName,
  headers,
}: Tracing): Promise<{ stop(): Promise<void> }> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const { exportTimeoutMs, scheduledDelayMs } = tunables.tracing;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers,
    timeoutMillis: exportTimeoutMs,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        scheduledDelayMillis: scheduledDelayMs,
        exportTimeoutMillis: exportTimeoutMs,
      }),
    ],
  });
  provider.register();
  return { stop: () => provider.shutdown().catch(() => {}) };
}
