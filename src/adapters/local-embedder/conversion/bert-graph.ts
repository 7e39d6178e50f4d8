import { createGraphBuilder, type Precision } from './graph-builder.ts';
import { floats, type Graph, longs } from './onnx.ts';
import type { Q4Model } from './q4-model-file.ts';

/**
 * The graph of a BERT encoder: `input_ids` and `attention_mask` (int64, [batch, tokens]) to `last_hidden_state` (float,
 * [batch, tokens, hidden]). With `int8`, the word table is kept in 8 bits by row and each weight in 8 bits by output.
 */
export function bertGraph(model: Q4Model, precision: Precision): Graph {
  const { hidden, layers, heads, feedForward, words, positions, tokenTypes } = model.shape;
  const perHead = hidden / heads;
  const { add, constant, layerNorm, linear, lookUp, nodes, initializers } = createGraphBuilder(
    model,
    precision,
  );

  /** Rows of the positions that the batch has; the type of a text that stands alone is part of them. */
  const embedPositions = (): string => {
    const type = model.readFloats('emb.type', tokenTypes * hidden);
    const table = model
      .readFloats('emb.pos', positions * hidden)
      .map((value, i) => value + (type[i % hidden] ?? 0));
    const length = add('Gather', [add('Shape', ['input_ids']), constant(longs('dimension', [1], [1]))]);
    return add('Slice', [
      constant(floats('emb.pos', [positions, hidden], table)),
      constant(longs('zero', [1], [0])),
      length,
    ]);
  };

  const inHeads = (input: string, order: readonly number[]): string => {
    const apart = add('Reshape', [input, 'shape.heads']);
    return add('Transpose', [apart], { perm: order });
  };

  constant(longs('shape.heads', [4], [0, 0, heads, perHead]));
  constant(longs('shape.joined', [3], [0, 0, hidden]));
  constant(longs('axes.mask', [2], [1, 2]));
  constant(floats('one', [1], Float32Array.of(1)));
  constant(floats('excluded', [1], Float32Array.of(-1e4)));
  const mask = add('Mul', [
    add('Sub', ['one', add('Cast', [add('Unsqueeze', ['attention_mask', 'axes.mask'])], { to: 1 })]),
    'excluded',
  ]);

  let state = layerNorm(
    add('Add', [lookUp('emb.word', words, hidden, 'input_ids'), embedPositions()]),
    'emb.ln',
  );
  for (let layer = 0; layer < layers; layer += 1) {
    const named = (part: string) => `l${layer}.${part}`;
    const query = inHeads(linear(state, named('q'), hidden, hidden, 1 / Math.sqrt(perHead)), [0, 2, 1, 3]);
    const key = inHeads(linear(state, named('k'), hidden, hidden), [0, 2, 3, 1]);
    const value = inHeads(linear(state, named('v'), hidden, hidden), [0, 2, 1, 3]);
    const weights = add('Softmax', [add('Add', [add('MatMul', [query, key]), mask])], { axis: 3 });
    const joined = add('Transpose', [add('MatMul', [weights, value])], { perm: [0, 2, 1, 3] });
    const attended = linear(add('Reshape', [joined, 'shape.joined']), named('ao'), hidden, hidden);
    state = layerNorm(add('Add', [state, attended]), named('aln'));
    const inner = add('Gelu', [linear(state, named('fi'), feedForward, hidden)]);
    state = layerNorm(add('Add', [state, linear(inner, named('fo'), hidden, feedForward)]), named('oln'));
  }
  nodes.push({ operator: 'Identity', inputs: [state], outputs: ['last_hidden_state'] });

  return {
    name: 'bert-encoder',
    inputs: ['input_ids', 'attention_mask'].map((name) => ({
      name,
      type: 'int64',
      dimensions: ['batch', 'tokens'],
    })),
    outputs: [{ name: 'last_hidden_state', type: 'float', dimensions: ['batch', 'tokens', hidden] }],
    nodes,
    initializers,
  };
}
