import { useEffect, useState } from 'react';
import { storageOf } from '../../../shared/interface/storage.ts';

const kept = storageOf('sessionStorage');
const prefix = 'sourcier.draft.';

/**
 * What is being typed. Kept for this tab under the key of the person, where the workplace gives one, so that nobody finds what
 * somebody else had begun; without a key it lives as long as the page.
 */
export function useDraft(personKey: string | null) {
  const place = personKey === null ? null : prefix + personKey;
  const [draft, setDraft] = useState('');
  useEffect(() => setDraft((place === null ? null : kept.read(place)) ?? ''), [place]);
  const change = (next: string) => {
    setDraft(next);
    if (place !== null) kept.write(place, next);
  };
  return [draft, change] as const;
}
