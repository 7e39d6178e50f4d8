import type { tunables } from '../../../config/tunables.ts';

/** How words and vectors are weighed against each other: see `tunables.find.fusion` for each number. */
export type FusionNumbers = { readonly [name in keyof typeof tunables.find.fusion]: number };
