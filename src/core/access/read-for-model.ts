import type { DocumentText, Library } from '../../ports/library.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import type { AccessFilter } from './access-filter.ts';

/**
 * The text of a document for a model of the caller's: what they may read, where the assistant may work (R13).
 * @throws AppError `NOT_FOUND`, also for what is in a space without the assistant
 */
export async function readForModel(
  { library }: { readonly library: Pick<Library, 'readText' | 'findReadable'> },
  within: AccessFilter,
  id: string,
): Promise<DocumentText> {
  const text = isUuid(id) ? await library.readText(within, id) : null;
  if (!text) throw new AppError('NOT_FOUND');
  // After the text, which people read in such spaces too: it is there until the job that follows the switch has removed it.
  const assisted = await library.findReadable(within, [text.document.id]);
  if (!assisted.has(text.document.id)) throw new AppError('NOT_FOUND');
  return text;
}
