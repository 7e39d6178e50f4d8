import { type Sensitivity, sensitivities } from './document.ts';

/** Who holds what is sent to a provider, the most trusted first. */
export const trustLevels = ['on-premises', 'state', 'secnumcloud', 'eu', 'other'] as const;
export type TrustLevel = (typeof trustLevels)[number];

/**
 * The most sensitive text that a provider of each level may see. Strict on purpose: `SREN31` also stands for what is
 * marked « Diffusion restreinte », for which a qualified cloud is not enough.
 */
const mostSensitive: Readonly<Record<TrustLevel, Sensitivity>> = {
  'on-premises': 'SREN31',
  state: 'sensible',
  secnumcloud: 'sensible',
  eu: 'interne',
  other: 'ouvert',
};

/**
 * Whether text of this sensitivity may be sent to a provider of this level, whatever the call: chat, embeddings (vectors
 * leak text too) or rerank. Forbidden means refused, never sent elsewhere instead (R67, R68).
 */
export function mayReceive(trust: TrustLevel, sensitivity: Sensitivity): boolean {
  return strictness(sensitivity) <= strictness(mostSensitive[trust]);
}

/** The stricter of the two. */
export function stricterOf(one: Sensitivity, other: Sensitivity): Sensitivity {
  return strictness(other) > strictness(one) ? other : one;
}

/** A value that this version does not know is stricter than all that it knows. */
function strictness(sensitivity: Sensitivity): number {
  const place = sensitivities.indexOf(sensitivity);
  return place < 0 ? sensitivities.length : place;
}
