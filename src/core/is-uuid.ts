/** True for the text form of a UUID in small letters, as all ids here are given; anything else cannot be the id of anything here. */
export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value);
}
