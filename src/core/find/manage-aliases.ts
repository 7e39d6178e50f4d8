import { tunables } from '../../../config/tunables.ts';
import type { AliasPage, AliasRepository, ListedAlias } from '../../ports/alias-repository.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { type AliasPair, keysOfAlias } from './alias.ts';

const { longestAcronym } = tunables.aliases;

type AliasDeps = { readonly aliases: AliasRepository };

/**
 * A pair as it may be entered: white space folded, both sides with something to look for.
 * @throws AppError `ALIAS_INVALID`
 */
export function checkedPair(pair: AliasPair): AliasPair {
  const checked = { acronym: tidy(pair.acronym), expansion: tidy(pair.expansion) };
  const keys = keysOfAlias(checked);
  const { length } = keys.acronym;
  if (length < 2 || length > longestAcronym || keys.expansion === '' || keys.acronym === keys.expansion)
    throw new AppError('ALIAS_INVALID');
  return checked;
}

/** Pairs of the organisation that the administrator may know of, by acronym. */
export function listAliases(
  { aliases }: AliasDeps,
  within: AccessFilter,
  page: AliasPage,
): Promise<readonly ListedAlias[]> {
  return aliases.list(within, page);
}

/** Enters a pair for the whole organisation. @throws AppError `ALIAS_INVALID` */
export async function addAlias(
  { aliases }: AliasDeps,
  within: AccessFilter,
  pair: AliasPair,
): Promise<ListedAlias> {
  const id = await aliases.add(within.org, checkedPair(pair), within.user);
  return findAlias({ aliases }, within, id);
}

/**
 * Takes back a pair that was entered.
 * @throws AppError `NOT_FOUND`, also for what was learned from documents that the caller may not read; `ALIAS_LEARNED`
 *   for what comes from documents alone: that can be hidden
 */
export async function removeAlias({ aliases }: AliasDeps, within: AccessFilter, id: string): Promise<void> {
  const known = await findAlias({ aliases }, within, id);
  if (!(await aliases.remove(within.org, known.id, within.user))) throw new AppError('ALIAS_LEARNED');
}

/** Uses a pair no longer, or again; saying it twice changes nothing. @throws AppError `NOT_FOUND` as `removeAlias` */
export async function setAliasHidden(
  { aliases }: AliasDeps,
  within: AccessFilter,
  id: string,
  isHidden: boolean,
): Promise<void> {
  const known = await findAlias({ aliases }, within, id);
  await (isHidden ? aliases.hide : aliases.unhide)(within.org, known.id, within.user);
}

async function findAlias({ aliases }: AliasDeps, within: AccessFilter, id: string): Promise<ListedAlias> {
  const known = isUuid(id) ? await aliases.show(within, id) : null;
  if (!known) throw new AppError('NOT_FOUND');
  return known;
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
