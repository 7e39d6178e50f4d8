import type { SensitivityLabel } from '../../core/parsed-document.ts';

const property = /^MSIP_Label_([0-9a-f-]{36})_(Enabled|Name)$/i;

/**
 * The labels of Microsoft's information protection among the properties (name and value) of a document, by their name,
 * else by their identifier; those that were taken off again are not among them.
 */
export function msipLabels(properties: Iterable<readonly [name: string, value: string]>): SensitivityLabel[] {
  const labels = new Map<string, { name: string; enabled: boolean }>();
  for (const [name, value] of properties) {
    const [, id, field] = property.exec(name) ?? [];
    if (id === undefined) continue;
    const label = labels.get(id) ?? { name: id, enabled: true };
    if (field?.toLowerCase() === 'name') label.name = value || id;
    else label.enabled = value.toLowerCase() === 'true';
    labels.set(id, label);
  }
  return [...labels.values()].filter(({ enabled }) => enabled).map(({ name }) => ({ scheme: 'msip', name }));
}
