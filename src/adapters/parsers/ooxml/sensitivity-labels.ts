import type { SensitivityLabel } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { findElements, readXml, textContent } from '../xml-reader.ts';

const property = /^MSIP_Label_([0-9a-f-]{36})_(Enabled|Name)$/i;

/**
 * The labels of Microsoft's information protection on an Office Open XML file, by name, else by identifier; those that
 * were taken off again are not among them.
 */
export function sensitivityLabels(parts: ReadonlyMap<string, Uint8Array>): SensitivityLabel[] {
  const part = parts.get('docProps/custom.xml');
  if (part === undefined) return [];
  const root = readXml(Buffer.from(part).toString('utf8'), { localNames: true });
  const labels = new Map<string, { name: string; enabled: boolean }>();
  for (const element of findElements(root, 'property')) {
    const [, id, field] = property.exec(element.attributes.get('name') ?? '') ?? [];
    if (id === undefined) continue;
    const value = cleanText(textContent(element));
    const label = labels.get(id) ?? { name: id, enabled: true };
    if (field?.toLowerCase() === 'name') label.name = value || id;
    else label.enabled = value.toLowerCase() === 'true';
    labels.set(id, label);
  }
  return [...labels.values()].filter(({ enabled }) => enabled).map(({ name }) => ({ scheme: 'msip', name }));
}
