import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Ask, createMessageReader, encodeMessage } from './protocol.ts';

test('messages arrive whole and in order, in whatever pieces a socket gives them', () => {
  const asks = fc.array(
    fc.record({
      id: fc.nat(),
      kind: fc.constantFrom('query' as const, 'passage' as const),
      texts: fc.array(fc.string({ unit: 'binary' })),
    }),
  );
  fc.assert(
    fc.property(asks, fc.array(fc.integer({ min: 1, max: 40 })), (messages, cuts) => {
      const read = createMessageReader<Ask>();
      const received: Ask[] = [];
      let rest = Buffer.concat(messages.map(encodeMessage));
      for (const cut of [...cuts, rest.length]) {
        received.push(...read(rest.subarray(0, cut)));
        rest = rest.subarray(cut);
      }
      expect(received).toEqual(messages);
    }),
  );
});

test('vectors keep every bit', () => {
  const vector = Float32Array.of(0.1, -1e-20, 3);
  const [reply] = createMessageReader()(encodeMessage({ id: 1, vectors: [vector, null] }));
  expect(reply).toEqual({ id: 1, vectors: [vector, null] });
});
