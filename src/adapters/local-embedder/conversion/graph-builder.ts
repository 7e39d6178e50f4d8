import { type Attribute, bytesOf, floats, type Initializer, type Node } from './onnx.ts';
import type { Q4Model } from './q4-model-file.ts';
import { type Matrix, quantiseRows } from './quantise.ts';

/** How weights are kept: 8 bits, or floats for comparison. */
export type Precision = 'int8' | 'float32';

/** Largest whole number of a quantised row of the word table. */
const mostOfWord = 127;
/**
 * The same of a weight: 7 of 8 bits. Processors without VNNI add two products of 8 × 8 bits in 16, which would overflow
 * (known as reduced range).
 */
const mostOfWeight = 63;

/** Collects the nodes of a graph over a model's weights. Each function gives the name of what it adds. */
export type GraphBuilder = {
  readonly nodes: Node[];
  readonly initializers: Initializer[];
  constant(initializer: Initializer): string;
  add(operator: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string;
  layerNorm(input: string, name: string): string;
  /** input · weightᵀ + bias, all times `factor`. What enters is quantised as it comes (dynamic quantisation). */
  linear(input: string, name: string, outputs: number, inputs: number, factor?: number): string;
  /** Rows of a matrix by number. */
  lookUp(name: string, rows: number, columns: number, ids: string): string;
};

export function createGraphBuilder(model: Q4Model, precision: Precision): GraphBuilder {
  const { hidden, epsilon } = model.shape;
  const nodes: Node[] = [];
  const initializers: Initializer[] = [];
  let names = 0;

  const constant: GraphBuilder['constant'] = (initializer) => {
    initializers.push(initializer);
    return initializer.name;
  };
  const add: GraphBuilder['add'] = (operator, inputs, attributes = {}) => {
    const output = `${operator}_${names++}`;
    nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  };
  const matrix = (name: string, rows: number, columns: number): Matrix => ({
    rows,
    columns,
    read: (from, to) => model.readRows(name, columns, from, to),
  });
  const layerNorm: GraphBuilder['layerNorm'] = (input, name) => {
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

  const linear: GraphBuilder['linear'] = (input, name, outputs, inputs, factor = 1) => {
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

  const lookUp: GraphBuilder['lookUp'] = (name, rows, columns, ids) => {
    const table = matrix(name, rows, columns);
    if (precision === 'float32') {
      const data = {
        byteLength: rows * columns * 4,
        *pieces() {
          for (let from = 0; from < rows; from += 2_048)
            yield bytesOf(table.read(from, Math.min(rows, from + 2_048)));
        },
      };
      return add('Gather', [constant({ name, type: 'float', dimensions: [rows, columns], data }), ids]);
    }
    const { data, scales } = quantiseRows(table, mostOfWord);
    const kept = constant({ name, type: 'int8', dimensions: [rows, columns], data });
    const scale = constant(floats(`${name}.scale`, [rows, 1], scales));
    return add('Mul', [add('Cast', [add('Gather', [kept, ids])], { to: 1 }), add('Gather', [scale, ids])]);
  };

  return { nodes, initializers, constant, add, layerNorm, linear, lookUp };
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}
