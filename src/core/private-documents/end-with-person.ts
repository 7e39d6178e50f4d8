import type { PrivateDesk } from './private-desk.ts';
import type { PrivateOwner } from './private-document.ts';

/** Has private documents end with whoever opened them. */
export type PersonEnds = {
  /** From now on, until none of theirs is open, it is looked at whether the person's data were erased. */
  watch(owner: PrivateOwner): Promise<void>;
};

/**
 * Looks every `everyMs`, while a private document is open, whether its person is who they were when they opened it: any process may have
 * erased them since. `lifeOf` gives what an erasure changes of a person, `null` once they are gone. A database that does not answer is asked again.
 */
export function endWithPerson(
  desk: Pick<PrivateDesk, 'holds' | 'closeAllOf'>,
  { lifeOf, everyMs }: { lifeOf(owner: PrivateOwner): Promise<string | null>; readonly everyMs: number },
): PersonEnds {
  const watched = new Map<string, { readonly owner: PrivateOwner; readonly life: string | null }>();
  let isDue = false;

  async function look(): Promise<void> {
    for (const [key, { owner, life }] of watched) {
      if ((await lifeOf(owner).catch(() => life)) !== life) desk.closeAllOf(owner);
      if (!desk.holds(owner)) watched.delete(key);
    }
    isDue = false;
    lookLater();
  }

  function lookLater(): void {
    if (isDue || watched.size === 0) return;
    isDue = true;
    setTimeout(look, everyMs).unref();
  }

  return {
    watch: async ({ org, user }) => {
      const key = JSON.stringify([org, user]);
      const life = await lifeOf({ org, user });
      // As of the first one that is open: an erasure since then ends that one too.
      if (!watched.has(key)) watched.set(key, { owner: { org, user }, life });
      lookLater();
    },
  };
}
