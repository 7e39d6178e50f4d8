import {
  type Bytes,
  concatenated,
  type Field,
  float,
  integer,
  integers,
  known,
  lengthDelimited,
  message,
  text,
} from './protobuf.ts';

/** ONNX messages (onnx.proto, IR version 10), with the numbers that its fields have there. */

/** `TensorProto.DataType` of the tensors that are written here, with their element size in bytes. */
const elementTypes = { float: [1, 4], int8: [3, 1], int64: [7, 8] } as const;
export type ElementType = keyof typeof elementTypes;

/** A constant of the graph. `data` holds its elements, little-endian, in row-major order. */
export type Initializer = {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly number[];
  readonly data: Bytes;
};

export type Attribute = number | { readonly float: number } | readonly number[];

export type Node = {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
};

/** An input or output; a dimension that is a word is free, and equal where the word is the same. */
export type Value = {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly (number | string)[];
};

export type Graph = {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
};

/** The bytes of a `ModelProto`. `opset` is the version of the standard operators that the nodes mean. */
export function onnxModel(graph: Graph, opset: number): Bytes {
  return concatenated([
    integer(1, 10),
    text(2, 'sourcier'),
    message(8, [text(1, ''), integer(2, opset)]),
    message(7, [
      ...graph.nodes.map((node) => message(1, nodeFields(node))),
      text(2, graph.name),
      ...graph.initializers.map((tensor) => message(5, tensorFields(tensor))),
      ...graph.inputs.map((value) => message(11, valueFields(value))),
      ...graph.outputs.map((value) => message(12, valueFields(value))),
    ]),
  ]);
}

export function floats(name: string, dimensions: readonly number[], values: Float32Array): Initializer {
  return { name, type: 'float', dimensions, data: known(bytesOf(values)) };
}

export function longs(name: string, dimensions: readonly number[], values: readonly number[]): Initializer {
  return { name, type: 'int64', dimensions, data: known(bytesOf(BigInt64Array.from(values, BigInt))) };
}

export function bytesOf(array: Float32Array | Int8Array | BigInt64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function nodeFields({ operator, inputs, outputs, attributes = {} }: Node): Field[] {
  return [
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, [text(1, name), ...attributeFields(value)]),
    ),
  ];
}

function attributeFields(value: Attribute): Field[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, 2)];
  if ('float' in value) return [float(2, value.float), integer(20, 1)];
  return [integers(8, value), integer(20, 7)];
}

function tensorFields({ name, type, dimensions, data }: Initializer): Field[] {
  const [code, size] = elementTypes[type];
  const elements = dimensions.reduce((product, dimension) => product * dimension, 1);
  if (elements * size !== data.byteLength)
    throw new RangeError(`${name}: ${data.byteLength} bytes for ${elements}`);
  return [integers(1, dimensions), integer(2, code), text(8, name), lengthDelimited(9, data)];
}

function valueFields({ name, type, dimensions }: Value): Field[] {
  const shape = dimensions.map((dimension) =>
    message(1, [typeof dimension === 'number' ? integer(1, dimension) : text(2, dimension)]),
  );
  return [text(1, name), message(2, [message(1, [integer(1, elementTypes[type][0]), message(2, shape)])])];
}
