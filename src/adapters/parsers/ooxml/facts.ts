import type { ParsedDocument, SensitivityLabel } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { dateOf } from '../title.ts';
import { childrenOf, textContent } from '../xml-reader.ts';
import type { OoxmlPackage } from './package.ts';

type Facts = Pick<ParsedDocument, 'author' | 'createdAt' | 'modifiedAt' | 'labels' | 'warnings'>;

/**
 * What an Office file says of itself: its properties, its sensitivity labels, and a warning when it carries macros.
 * `title` is what its properties hold, meaningful or not.
 */
export function factsOf(file: OoxmlPackage): { readonly title: string | undefined; readonly facts: Facts } {
  const properties = new Map(
    childrenOf(childrenOf(file.tree('docProps/core.xml'))[0]).map((property) => [
      property.name,
      textContent(property),
    ]),
  );
  const hasMacros = file.names.some((name) => /(^|\/)vbaProject\.bin$/i.test(name));
  return {
    title: properties.get('dc:title'),
    facts: {
      author: cleanText(properties.get('dc:creator') ?? '') || null,
      createdAt: dateOf(properties.get('dcterms:created')),
      modifiedAt: dateOf(properties.get('dcterms:modified')),
      labels: labelsOf(file),
      warnings: hasMacros ? [{ code: 'macros-ignored', count: 1 }] : [],
    },
  };
}

/**
 * Labels of Microsoft's information protection: `MSIP_Label_{id}_Name` among the custom properties, or, in newer files, an
 * id without a name in `LabelInfo.xml`.
 */
function labelsOf(file: OoxmlPackage): SensitivityLabel[] {
  const byId = new Map<string, Map<string, string>>();
  for (const property of childrenOf(childrenOf(file.tree('docProps/custom.xml'))[0])) {
    const [, id, fact] = /^MSIP_Label_([^_]+)_(\w+)$/.exec(property.attributes.get('name') ?? '') ?? [];
    if (id === undefined || fact === undefined) continue;
    const label = byId.get(id.toLowerCase()) ?? new Map<string, string>();
    byId.set(id.toLowerCase(), label.set(fact, cleanText(textContent(property))));
  }
  for (const { attributes } of childrenOf(childrenOf(file.tree('docMetadata/LabelInfo.xml'))[0])) {
    const id = attributes.get('id')?.replace(/[{}]/g, '').toLowerCase();
    if (id === undefined || byId.has(id) || attributes.get('removed') === '1') continue;
    byId.set(id, new Map([['Enabled', attributes.get('enabled') === '0' ? 'false' : 'true']]));
  }
  return [...byId]
    .filter(([, label]) => label.get('Enabled')?.toLowerCase() !== 'false')
    .map(([id, label]) => ({ scheme: 'msip', name: label.get('Name') || id }));
}
