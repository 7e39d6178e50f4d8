/**
 * The part of the Protocol Buffers wire format (https://protobuf.dev/programming-guides/encoding/) that a writer needs.
 * Large fields are named by their size and produced while they are written, so that a model of any size needs little
 * memory.
 */
export type Bytes = {
  readonly byteLength: number;
  /** Gives `byteLength` bytes in pieces; each piece is used up before the next one is asked for. */
  pieces(): Iterable<Uint8Array>;
};

/** One field of a message, with its tag. */
export type Field = Bytes;

/** An integer field (int32, int64, enum). Negative values are not needed here. */
export function integer(field: number, value: number): Field {
  return known(Buffer.from([...varint(field << 3), ...varint(value)]));
}

/** A float field. */
export function float(field: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return known(Buffer.from([...varint((field << 3) | 5), ...bytes]));
}

export function text(field: number, value: string): Field {
  return lengthDelimited(field, known(Buffer.from(value, 'utf8')));
}

/** Repeated integers in the packed form, which is the usual one of proto3. */
export function integers(field: number, values: readonly number[]): Field {
  return lengthDelimited(field, known(Buffer.from(values.flatMap(varint))));
}

export function message(field: number, fields: readonly Field[]): Field {
  return lengthDelimited(field, concatenated(fields));
}

/** A bytes field. */
export function lengthDelimited(field: number, value: Bytes): Field {
  return concatenated([
    known(Buffer.from([...varint((field << 3) | 2), ...varint(value.byteLength)])),
    value,
  ]);
}

export function concatenated(parts: readonly Bytes[]): Bytes {
  return {
    byteLength: parts.reduce((sum, part) => sum + part.byteLength, 0),
    *pieces() {
      for (const part of parts) yield* part.pieces();
    },
  };
}

/** Bytes that are in memory already. */
export function known(bytes: Uint8Array): Bytes {
  return { byteLength: bytes.byteLength, pieces: () => [bytes] };
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}
