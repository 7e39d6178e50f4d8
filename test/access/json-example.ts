/** What is used of JSON Schema here. */
export type JsonSchema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
};

/** Where a text of the caller's stands in a body: its name, for messages, and the body with another text in its place. */
export type TextPlace = { readonly name: string; readonly bodyWith: (text: string) => unknown };

/** A value that fits the schema, with all its properties. */
export function exampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return exampleOf(first);
  if (schema.type === 'object' || schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, exampleOf(inner)]),
    );
  if (schema.type === 'array') return schema.items ? [exampleOf(schema.items)] : [];
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (schema.type === 'boolean') return false;
  return 'texte';
}

/**
 * Every place for a free text in a body of this schema, however deep: each with a body that holds nothing else but what the schema
 * requires, and what leads to the place.
 */
export function textPlaces(schema: JsonSchema, name = 'body'): TextPlace[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice) => textPlaces(choice, name));
  if (schema.type === 'array' && schema.items)
    return textPlaces(schema.items, `${name}[]`).map((place) => ({
      name: place.name,
      bodyWith: (text) => [place.bodyWith(text)],
    }));
  if (schema.properties) {
    const properties = Object.entries(schema.properties);
    const required = Object.fromEntries(
      properties
        .filter(([key]) => schema.required?.includes(key))
        .map(([key, inner]) => [key, exampleOf(inner)]),
    );
    return properties.flatMap(([key, inner]) =>
      textPlaces(inner, `${name}.${key}`).map((place) => ({
        name: place.name,
        bodyWith: (text: string) => ({ ...required, [key]: place.bodyWith(text) }),
      })),
    );
  }
  const isText = schema.type === 'string' && !schema.enum && schema.const === undefined;
  return isText ? [{ name, bodyWith: (text) => text }] : [];
}
