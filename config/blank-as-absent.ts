import { z } from 'zod';

/** A key that may be missing; set and empty, it is. */
export const blankAsAbsent = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
