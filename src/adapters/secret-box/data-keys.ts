import { randomBytes } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { DataKeyRepository, DataKeys } from '../../ports/data-keys.ts';
import type { SecretBox } from '../../ports/secret-box.ts';

type Deps = {
  readonly dataKeys: DataKeyRepository;
  readonly secretBox: SecretBox;
};

/**
 * Keys of organisations, each sealed with the key of the deployment. None is remembered: an organisation that was removed and
 * declared anew has another one, also in a process that knew the first.
 */
export function createDataKeys({ dataKeys, secretBox }: Deps): DataKeys {
  const find: DataKeys['find'] = async (org) => {
    const sealed = await dataKeys.find(org);
    return sealed && Buffer.from(secretBox.open(sealed, contextOf(org)), 'base64');
  };
  return {
    find,
    ensure: async (org) => {
      const known = await find(org);
      if (known) return known;
      await dataKeys.add(org, secretBox.seal(randomBytes(32).toString('base64'), contextOf(org)));
      const made = await find(org);
      if (!made) throw new AppError('ORGANISATION_UNKNOWN', { detail: `organisation: ${org}` });
      return made;
    },
  };
}

/** Seals the key of an organisation with the key in use (R59). Gives how many were sealed anew: one, or none. */
export async function resealDataKey({ dataKeys, secretBox }: Deps, org: string): Promise<number> {
  const sealed = await dataKeys.find(org);
  if (!sealed || !secretBox.isOld(sealed)) return 0;
  const anew = secretBox.seal(secretBox.open(sealed, contextOf(org)), contextOf(org));
  return Number(await dataKeys.replace(org, sealed, anew));
}

const contextOf = (org: string): readonly string[] => ['data-key', org];
