import { AppError } from '../errors.ts';

const longestNameBytes = 255;

/** A name is a label: it is kept as people wrote it, or refused when it cannot be one. @throws AppError `FILE_NAME_INVALID` */
export function checkedFileName(raw: string): string {
  const name = raw.normalize('NFC').trim();
  const isLabel = name !== '' && name !== '.' && name !== '..' && !/[/\\\p{Cc}\p{Bidi_Control}]/u.test(name);
  if (!isLabel || Buffer.byteLength(name) > longestNameBytes) throw new AppError('FILE_NAME_INVALID');
  return name;
}
