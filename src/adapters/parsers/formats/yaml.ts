import { parseAllDocuments } from 'yaml';
import { tunables } from '../../../../config/tunables.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { decodeText } from '../decode-text.ts';
import { structuredDocument } from '../structured-document.ts';
import { type Value, valueFrom } from '../structured-value.ts';

/** Aliases that a file may expand to; configurations use a few dozen. */
const maxAliases = 100;

/**
 * Reads YAML, all its documents, as people read it. Values stay as they are written and no tag makes anything of them;
 * aliases are expanded up to a limit. What is no YAML is read as plain text.
 */
export async function readYaml(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = await decodeText(bytes);
  return structuredDocument(text, tunables.parsing.yamlCharacters, () => parse(text));
}

function parse(text: string): Value {
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'silent', uniqueKeys: false });
  const values = [...documents].map((document) => {
    if (document.errors.length > 0) throw new SyntaxError('YAML');
    return valueFrom(document.toJS({ maxAliasCount: maxAliases, mapAsMap: true }));
  });
  const [first = ''] = values;
  return values.length === 1 ? first : values;
}
