/** True when no text in a value has a NUL, or half of a character: PostgreSQL keeps neither, as text or within JSON. */
export function isPlainText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isPlainText);
}
