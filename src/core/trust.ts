import { type Sensitivity, sensitivities } from './document.ts';

/** Who holds what is sent to a provider, the most trusted first. */
export const trustLevels = ['on-premises', 'state', 'secnumcloud', 'eu', 'other'] as const;
export type TrustLevel = (typeof trustLevels)[number];

/** The most sensitive text that providers of each level may see. */
export type TrustMatrix = Readonly<Record<TrustLevel, Sensitivity>>;

/**
 * The most sensitive text that a provider of each level may see. Strict on purpose: `SREN31` also stands for what is
 * marked « Diffusion restreinte », for which a qualified cloud is not enough.
 */
export const mostSensitive: TrustMatrix = {
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
export function mayReceive(
  trust: TrustLevel,
  sensitivity: Sensitivity,
  matrix: TrustMatrix = mostSensitive,
): boolean {
  return strictness(sensitivity) <= strictness(matrix[trust]);
}

/** The sensitivities of text that may be sent to a provider of this level: one that is not among them may not. */
export function sendableTo(trust: TrustLevel, matrix?: TrustMatrix): readonly Sensitivity[] {
  return sensitivities.filter((sensitivity) => mayReceive(trust, sensitivity, matrix));
}

/** This machine, private networks, and names that only these know. */
const nearby =
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|[^.:]+|.+\.(internal|local|svc))$/i;

/** True for the name or address of a host that cannot be far. */
export function isNearby(hostname: string): boolean {
  return nearby.test(hostname);
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
