import type { SensitivityLabel } from '../../core/parsed-document.ts';
import { cleanText } from './clean-text.ts';

/**
 * The labels of Microsoft's information protection among the custom properties of a file: `MSIP_Label_{id}_Name` and its
 * neighbours. A label without a name is called by its id; one that is switched off does not count.
 */
export function labelsOfProperties(
  properties: Iterable<readonly [name: string, value: string]>,
): SensitivityLabel[] {
  const byId = new Map<string, Map<string, string>>();
  for (const [name, value] of properties) {
    const [, id, fact] = /^MSIP_Label_([^_]+)_(\w+)$/.exec(name) ?? [];
    if (id === undefined || fact === undefined) continue;
    const label = byId.get(id.toLowerCase()) ?? new Map<string, string>();
    byId.set(id.toLowerCase(), label.set(fact, cleanText(value)));
  }
  return [...byId]
    .filter(([, label]) => label.get('Enabled')?.toLowerCase() !== 'false')
    .map(([id, label]) => ({ scheme: 'msip', name: label.get('Name') || id }));
}
