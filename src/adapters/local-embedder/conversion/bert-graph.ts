import { type Attribute, bytesOf, floats, type Graph, type Initializer, longs, type Node } from './onnx.ts';
import type { Q4Model } from './q4-model-file.ts';
import { type Matrix, quantiseRows } from './quantise.ts';

/** How weights are kept: 8 bits, or floats for comparison. */
export type Precision = 'int8' | 'float32';

/** Largest whole number of a quantised weight. */
const mostOfWord = 127;
const mostOfWeight = 63;

/**
 * The graph of a BERT encoder: `input_ids` and `attention_mask` (int64, [batch, tokens]) to `last_hidden_state` (float,
 * [batch, tokens, hidden]). With `int8`, the word table is kept in 8 bits by row and each weight in 8 bits by output;
 * what enters a product of matrices is quantised as it comes (dynamic quantisation).
 */
export function bertGraph(model: Q4Model, precision: Precision): Graph {
  const { hidden, layers, heads, feedForward, words, positions, tokenTypes, epsilon } = model.shape;
  const perHead = hidden / heads;
  const nodes: Node[] = [];
  const initializers: Initializer[] = [];
  let names = 0;

  const constant = (initializer: Initializer): string => {
    initializers.push(initializer);
    return initializer.name;
  };
  const add = (
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string => {
    const output = `${operator}_${names++}`;
    nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  };
  const matrix = (name: string, rows: number, columns: number): Matrix => ({
    rows,
    columns,
    read: (from, to) => model.readRows(name, columns, from, to),
  });
  const layerNorm = (input: string, name: string): string => {
    const [weight, bias] = ['w', 'b'].map((part) =>
      constant(floats(`${name}.${part}`, [hidden], model.readFloats(`${name}.${part}`, hidden))),
    );
    return add('LayerNormalization', [input, weight ?? '', bias ?? ''], {
      axis: 2,
      epsilon: { float: epsilon },
    });
  };

  /** What enters several products is quantised once. */
  const quantised = new Map<string, { values: string; scale: string; zeroPoint: string }>();
  const quantise = (input: string) => {
    const known = quantised.get(input);
    if (known) return known;
    const made = { values: `${input}.values`, scale: `${input}.scale`, zeroPoint: `${input}.zero_point` };
    nodes.push({
      operator: 'DynamicQuantizeLinear',
      inputs: [input],
      outputs: [made.values, made.scale, made.zeroPoint],
    });
    quantised.set(input, made);
    return made;
  };

  /** input · weightᵀ + bias, all times `factor`. */
  const linear = (input: string, name: string, outputs: number, inputs: number, factor = 1): string => {
    const weight = matrix(`${name}.w`, outputs, inputs);
    const scaled = (values: Float32Array) => values.map((value) => value * factor);
    const bias = constant(floats(`${name}.b`, [outputs], scaled(model.readFloats(`${name}.b`, outputs))));
    if (precision === 'float32') {
      const data = transpose(scaled(weight.read(0, outputs)), outputs, inputs);
      return add('Add', [
        add('MatMul', [input, constant(floats(`${name}.w`, [inputs, outputs], data))]),
        bias,
      ]);
    }
    const { data, scales } = quantiseRows(weight, mostOfWeight, 'transposed');
    const kept = constant({ name: `${name}.w`, type: 'int8', dimensions: [inputs, outputs], data });
    const scale = constant(floats(`${name}.scale`, [outputs], scaled(scales)));
    const { values, scale: inputScale, zeroPoint } = quantise(input);
    const product = add('Cast', [add('MatMulInteger', [values, kept, zeroPoint])], { to: 1 });
    return add('Add', [add('Mul', [product, add('Mul', [inputScale, scale])]), bias]);
  };

  const embedWords = (): string => {
    const table = matrix('emb.word', words, hidden);
    if (precision === 'float32') {
      const data = {
        byteLength: words * hidden * 4,
        *pieces() {
          for (let from = 0; from < words; from += 2_048)
            yield bytesOf(table.read(from, Math.min(words, from + 2_048)));
        },
      };
      return add('Gather', [
        constant({ name: 'emb.word', type: 'float', dimensions: [words, hidden], data }),
        'input_ids',
      ]);
    }
    const { data, scales } = quantiseRows(table, mostOfWord);
    const rows = constant({ name: 'emb.word', type: 'int8', dimensions: [words, hidden], data });
    const scale = constant(floats('emb.word.scale', [words, 1], scales));
    return add('Mul', [
      add('Cast', [add('Gather', [rows, 'input_ids'])], { to: 1 }),
      add('Gather', [scale, 'input_ids']),
    ]);
  };

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

  let state = layerNorm(add('Add', [embedWords(), embedPositions()]), 'emb.ln');
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

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}
